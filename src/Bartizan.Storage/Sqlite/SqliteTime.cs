namespace Bartizan.Storage.Sqlite;

/// <summary>Times as stored: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    /// <summary>To microseconds; what is finer is cut off.</summary>
    public static long ToMicroseconds(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>From microseconds.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
