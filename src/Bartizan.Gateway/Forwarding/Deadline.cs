namespace Bartizan.Gateway.Forwarding;

/// <summary>
/// The clock of one exchange's forwarding: one token that ends when the client leaves, when the current stage takes too long,
/// or when the whole does; and the knowledge of which it was.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _client;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _total;
    private ForwardFailure _stage = ForwardFailure.TotalTimeout;

    public Deadline(TimeSpan total, TimeProvider time, CancellationToken client)
    {
        _total = total;
        _time = time;
        _client = client;
        _started = time.GetTimestamp();
        _source = new CancellationTokenSource(total, time);
        _registration = client.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Why the token ended, once it has.</summary>
    public ForwardFailure Cause => _client.IsCancellationRequested ? ForwardFailure.ClientGone : _stage;

    /// <summary>Starts a stage: it fails as <paramref name="stage"/> when it lasts longer than <paramref name="limit"/>.</summary>
    public void Arm(ForwardFailure stage, TimeSpan limit)
    {
        var left = _total - _time.GetElapsedTime(_started);
        _stage = left < limit ? ForwardFailure.TotalTimeout : stage;
        _source.CancelAfter(left < limit ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : limit);
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
