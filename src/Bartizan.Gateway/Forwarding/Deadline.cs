namespace Bartizan.Gateway.Forwarding;

/// <summary>
/// The clock of one exchange's forwarding: one token that ends when the client leaves, when the current stage takes too long,
/// when the whole does, or when the exchange is cut; and the knowledge of which it was.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _client;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _total;
    private readonly Lock _ending = new();
    private ForwardFailure _stage = ForwardFailure.TotalTimeout;
    private bool _cut;
    private bool _over;

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
    public ForwardFailure Cause =>
        _client.IsCancellationRequested ? ForwardFailure.ClientGone : Volatile.Read(ref _cut) ? ForwardFailure.AuthorityEnded : _stage;

    /// <summary>Starts a stage: it fails as <paramref name="stage"/> when it lasts longer than <paramref name="limit"/>.</summary>
    public void Arm(ForwardFailure stage, TimeSpan limit)
    {
        var left = _total - _time.GetElapsedTime(_started);
        _stage = left < limit ? ForwardFailure.TotalTimeout : stage;
        _source.CancelAfter(left < limit ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : limit);
    }

    /// <summary>Ends it, from any thread.</summary>
    public void Cut()
    {
        lock (_ending)
        {
            if (!_over)
            {
                Volatile.Write(ref _cut, true);
                // What waits for the token goes on elsewhere: whoever cuts has many to cut.
                _ = _source.CancelAsync();
            }
        }
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _over = true;
        }

        _registration.Dispose();
        _source.Dispose();
    }
}
