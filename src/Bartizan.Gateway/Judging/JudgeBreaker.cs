namespace Bartizan.Gateway.Judging;

/// <summary>
/// Keeps a judge that is down from adding its time-out to every exchange: after some messages in a row for which it failed it is left alone for a while, then one
/// question tries it. Counted in a row and not as a share of many, because few texts are in doubt. Takes no lock.
/// </summary>
internal sealed class JudgeBreaker(TimeProvider time)
{
    /// <summary>Messages in a row for which it failed, after which it is left alone.</summary>
    public const int MostFailures = 5;

    /// <summary>How long it is left alone.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly long _rest = (long)(Rest.TotalSeconds * time.TimestampFrequency);
    private int _failures;

    // When the rest is over; 0 while there is none.
    private long _until;

    /// <summary>Whether it is left alone now.</summary>
    public bool IsResting => Volatile.Read(ref _until) is var until && until != 0 && time.GetTimestamp() < until;

    /// <summary>Whether it may be asked now; of those who ask when the rest is over, one may.</summary>
    public bool Lets()
    {
        var until = Volatile.Read(ref _until);
        if (until == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        return now >= until && Interlocked.CompareExchange(ref _until, now + _rest, until) == until;
    }

    /// <summary>It is up.</summary>
    public void Answered()
    {
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _until, 0);
    }

    /// <summary>It failed for all texts of a message.</summary>
    public void Failed()
    {
        if (Interlocked.Increment(ref _failures) >= MostFailures)
        {
            Volatile.Write(ref _until, time.GetTimestamp() + _rest);
        }
    }
}
