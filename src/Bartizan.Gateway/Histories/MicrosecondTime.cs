namespace Bartizan.Gateway.Histories;

/// <summary>Times as histories keep them.</summary>
internal static class MicrosecondTime
{
    /// <summary>Microseconds since 1970.</summary>
    public static long ToUnixTimeMicroseconds(this DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
