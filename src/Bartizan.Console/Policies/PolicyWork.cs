using Bartizan.Console.Http;

namespace Bartizan.Console.Policies;

/// <summary>Runs what costs a processor its time, two at a time, so that no page takes the gateway's breath away. Who waits too long is told to come again.</summary>
internal sealed class PolicyWork : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _places = new(2);

    /// <summary>Runs it on another thread.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(LongestWait, cancellationToken))
        {
            throw new RefusalException(Refusals.Busy);
        }

        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
