using System.Buffers.Text;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>Credentials that are known by the form of a whole run of token characters: by what ends it, or by its parts.</summary>
internal static class RunForms
{
    private static readonly HitKind MaxMind = Make("maxmind-key", "a MaxMind licence key");
    private static readonly HitKind NewRelic = Make("newrelic-key", "a New Relic licence key");
    private static readonly HitKind Terraform = Make("hashicorp-token", "a HCP Terraform token");
    private static readonly HitKind Mailgun = Make("mailgun-key", "a Mailgun key");
    private static readonly HitKind Mailchimp = Make("mailchimp-key", "a Mailchimp API key");
    private static readonly HitKind Dropbox = Make("dropbox-token", "a long-lived Dropbox token");
    private static readonly HitKind Discord = Make("discord-token", "a Discord bot token");

    /// <summary>What the run is, or null.</summary>
    public static HitKind? Match(ReadOnlySpan<char> run) => run switch
    {
        { Length: 40 } when run.EndsWith("_mmk") && run[6] == '_' && CharSet.Word.ContainsAll(run) => MaxMind,
        { Length: 40 } when run.EndsWith("NRAL") && CharSet.Word.ContainsAll(run) => NewRelic,
        { Length: > 70 and < 100 } when run[14..].StartsWith(".atlasv1.") => Terraform,
        { Length: 50 } when run[32] == '-' && run[41] == '-' && IsHex(run[..32]) && IsHex(run[33..41]) && IsHex(run[42..]) => Mailgun,
        { Length: 36 or 37 } when run[32..].StartsWith("-us") && IsHex(run[..32]) => Mailchimp,
        { Length: > 60 and < 68 } when run[11..].StartsWith("AAAAAAAAAA") && CharSet.Base64Url.ContainsAll(run) => Dropbox,
        { Length: > 55 and < 90 } when IsDiscord(run) => Discord,
        _ => null,
    };

    // The first part is the bot's number in base64.
    private static bool IsDiscord(ReadOnlySpan<char> run)
    {
        var (first, last) = (run.IndexOf('.'), run.LastIndexOf('.'));
        if (first is < 23 or > 28 || last - first - 1 is < 6 or > 7 || run.Length - last - 1 < 27 || !CharSet.Base64Url.ContainsAll(run[(last + 1)..]))
        {
            return false;
        }

        Span<byte> number = stackalloc byte[24];
        return Base64Url.DecodeFromChars(run[..first], number, out _, out var written) == System.Buffers.OperationStatus.Done && written >= 17 && number[..written].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static bool IsHex(ReadOnlySpan<char> text) => CharSet.LowerHex.ContainsAll(text);

    private static HitKind Make(string name, string what) => new($"secret.{name}", "secrets", $"Has the form of {what}.");
}
