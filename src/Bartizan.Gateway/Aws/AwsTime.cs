using System.Globalization;

namespace Bartizan.Gateway.Aws;

/// <summary>Times as AWS writes them in <c>x-amz-date</c>: <c>20150830T123600Z</c>.</summary>
internal static class AwsTime
{
    /// <summary>How far a signature's time may lie from ours, either way.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Writes a time.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="text"/> is a time on the day <paramref name="date"/>, near enough to <paramref name="now"/>.</summary>
    public static bool IsNear(string text, string date, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && text.StartsWith(date, StringComparison.Ordinal)
        && (now - time).Duration() <= Skew;
}
