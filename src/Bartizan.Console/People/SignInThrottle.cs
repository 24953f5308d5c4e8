namespace Bartizan.Console.People;

/// <summary>
/// Slows guessing down: after a few failures each further one doubles the wait, for the name and for the address they came from.
/// The wait has an upper bound, so that a stranger cannot lock a person out for long.
/// </summary>
internal sealed class SignInThrottle(TimeProvider clock)
{
    /// <summary>Failures that cost nothing.</summary>
    public const int FreeFailures = 5;

    /// <summary>Longest wait between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private const int FreeFailuresByAddress = 20;
    private const int MostKeys = 10_000;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Failures> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Begins a try: zero when it may be made, and it then counts as failed until <see cref="Succeed"/>; else how long to wait.
    /// Counting first means that many tries at once are many tries.
    /// </summary>
    /// <param name="name">The account's name; null where a token is tried, which nobody can guess anyway.</param>
    /// <param name="address">Where it comes from.</param>
    public TimeSpan Begin(string? name, string address)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var byName = name is null ? TimeSpan.Zero : Left("name " + name, FreeFailures, now);
            var byAddress = Left("from " + address, FreeFailuresByAddress, now);
            var wait = byName > byAddress ? byName : byAddress;
            if (wait == TimeSpan.Zero)
            {
                Count("from " + address, now);
                if (name is not null)
                {
                    Count("name " + name, now);
                }
            }

            return wait;
        }
    }

    /// <summary>Forgets the failures of a name that has signed in, and this one try of the address: one account must not buy guesses at others.</summary>
    public void Succeed(string? name, string address)
    {
        lock (_gate)
        {
            _failures.Remove("name " + name);
            if (_failures.TryGetValue("from " + address, out var failures))
            {
                _failures["from " + address] = failures with { Count = failures.Count - 1 };
            }
        }
    }

    private TimeSpan Left(string key, int free, DateTimeOffset now)
    {
        if (!_failures.TryGetValue(key, out var failures) || failures.Count < free)
        {
            return TimeSpan.Zero;
        }

        var seconds = Math.Min(LongestWait.TotalSeconds, Math.Pow(2, failures.Count - free));
        var until = failures.Last + TimeSpan.FromSeconds(seconds);
        return until > now ? until - now : TimeSpan.Zero;
    }

    private void Count(string key, DateTimeOffset now)
    {
        if (_failures.Count >= MostKeys)
        {
            Forget(now);
        }

        var before = _failures.TryGetValue(key, out var failures) && now - failures.Last < Memory ? failures.Count : 0;
        _failures[key] = new Failures(before + 1, now);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _failures.Where(f => now - f.Value.Last >= Memory).Select(f => f.Key).ToList())
        {
            _failures.Remove(key);
        }

        // Under a flood of made-up names the oldest go; the count by address still holds.
        foreach (var key in _failures.OrderBy(f => f.Value.Last).Take(Math.Max(0, _failures.Count - (MostKeys / 2))).Select(f => f.Key).ToList())
        {
            _failures.Remove(key);
        }
    }

    private readonly record struct Failures(int Count, DateTimeOffset Last);
}
