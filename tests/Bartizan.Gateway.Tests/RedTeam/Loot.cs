using System.Text.RegularExpressions;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>What the red team carries: a key and a card that the guard knows at sight, and how a recipient would read them.</summary>
internal static partial class Loot
{
    /// <summary>An AWS access key id, in two halves so that nobody's scanner stops at this file.</summary>
    public const string Key = "AKIA" + "Z7Q2PM4XW5RT3LKD";

    /// <summary>A payment card number whose issuer range and check digit hold: a test number of its network.</summary>
    public const string Card = "4111" + "111111111111";

    /// <summary>Both.</summary>
    public static readonly IReadOnlyList<string> All = [Key, Card];

    /// <summary>Nothing with a secret or personal data passes, whoever asks for what.</summary>
    public const string Forbidden = TestGateway.AllowAll + """
        @id("no-loot") @code("no_loot") forbid(principal, action, resource) when { context.labels.contains("secret") || context.labels.contains("pii") };
        """;

    /// <summary>Both are masked.</summary>
    public const string Masked = """@id("mask") @redact("secret.*, pii.*") permit(principal, action, resource);""";

    /// <summary>Whether the recipient of this text has either: as it stands, or once its JSON escapes are read.</summary>
    public static bool In(string text) => All.Any(loot => text.Contains(loot, StringComparison.Ordinal) || Unescaped(text).Contains(loot, StringComparison.Ordinal));

    /// <summary>Text with JSON's escapes of letters and digits read, however deep they are nested.</summary>
    public static string Unescaped(string text) => text.Contains("\\u", StringComparison.Ordinal)
        ? Escape().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString())
        : text;

    [GeneratedRegex(@"\\+u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
