using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Secrets;

/// <summary>
/// Credentials with a sign inside that ends a run of token characters: Telegram's <c>123456789:AA…</c>, OpenShift's <c>sha256~…</c>,
/// Azure's <c>AccountKey=…</c>
/// and <c>abc8Q~…</c>, Facebook's <c>123456789012345|…</c>. They are known at the run behind the sign; what stands before it, the head, is no secret but says what the run is.
/// </summary>
internal static class HeadedTokens
{
    private const string OpenShiftHead = "sha256";
    private const string AzureHead = "AccountKey";
    private const int TelegramBody = 35;
    private const int OpenShiftBody = 43;
    private const int AzureBody = 86;
    private const int EntraHead = 5;
    private const int MinEntra = 31;
    private const int MaxEntra = 34;
    private const int MinFacebook = 25;
    private const int MaxFacebook = 40;
    private const int MinAppId = 15;
    private const int MinBotId = 5;
    private const int MaxBotId = 16;
    private const double MinEntropy = 3;

    private static readonly HitKind Telegram = new("secret.telegram-token", "secrets", "Has the form of a Telegram bot token.");
    private static readonly HitKind OpenShift = new("secret.openshift-token", "secrets", "Has the form of an OpenShift user token.");
    private static readonly HitKind Azure = new("secret.azure-secret", "secrets", "Has the form of an Azure storage connection string.");
    private static readonly HitKind Facebook = new("secret.facebook-token", "secrets", "Has the form of a Facebook app's access token.");
    private static readonly HitKind Entra = new("secret.azure-secret", "secrets", "Has the form of a Microsoft Entra client secret.");
    private static readonly CharSet EntraBody = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~");
    private static readonly CharSet Padding = CharSet.Of("=");

    /// <summary>The credential whose run of token characters starts at <paramref name="start"/>.</summary>
    public static Hit Match(ref SpanText text, int start)
    {
        var head = Head(text.Chars, start);
        if (head == 0)
        {
            return default;
        }

        var (kind, set, min, max) = text[start - 1] switch
        {
            ':' => (Telegram, CharSet.Base64Url, TelegramBody, TelegramBody),
            '|' or '%' => (Facebook, CharSet.Base64Url, MinFacebook, MaxFacebook),
            '~' when head == EntraHead => (Entra, EntraBody, MinEntra, MaxEntra),
            '~' => (OpenShift, CharSet.Base64Url, OpenShiftBody, OpenShiftBody),
            _ => (Azure, CharSet.Base64, AzureBody, AzureBody),
        };

        // Every bot token issued begins with A.
        var length = text.Run(start, set, max + 1);
        if (length < min || length > max || (kind == Telegram && text[start] is not ('A' or 'a')) || !IsRandom(text.Chars.Slice(start, length)))
        {
            return default;
        }

        var first = Earliest(text.Chars, start);
        var end = start + length + (kind == Azure ? text.Run(start + length, Padding, 2) : 0);
        return new Hit(first, end - first, kind, 0.95);
    }

    /// <summary>
    /// Where a credential whose run starts, or may yet start, at <paramref name="start"/> begins: at its head where that stands alone, so that it is held in a
    /// stream; at the run where the head is part of a longer run (<c>/bot123456789:AA…</c>), which was looked at, and settled, before.
    /// </summary>
    public static int Earliest(ReadOnlySpan<char> text, int start)
    {
        var head = Head(text, start);
        var first = start - 1 - head;
        return head is > 0 and < TokenRuns.MinRun && (first == 0 || !CharSet.Token.Contains(text[first - 1])) ? first : start;
    }

    /// <summary>Length of the head before the sign before <paramref name="start"/>, or 0.</summary>
    private static int Head(ReadOnlySpan<char> text, int start)
    {
        var before = text[..Math.Max(0, start - 1)];
        return start == 0 ? 0 : text[start - 1] switch
        {
            ':' => BotId(before),
            '|' or '%' => BotId(before) is >= MinAppId and var id ? id : 0,
            '~' => before.EndsWith(OpenShiftHead) ? OpenShiftHead.Length : IsEntra(before) ? EntraHead : 0,
            '=' => before.EndsWith(AzureHead) ? AzureHead.Length : 0,
            _ => 0,
        };
    }

    // Three characters, a digit, Q.
    private static bool IsEntra(ReadOnlySpan<char> text) =>
        text.Length >= EntraHead && text[^1] == 'Q' && char.IsAsciiDigit(text[^2]) && EntraBody.ContainsAll(text[^EntraHead..]);

    private static int BotId(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length <= MaxBotId && char.IsAsciiDigit(text[^(length + 1)]))
        {
            length++;
        }

        return length is >= MinBotId and <= MaxBotId ? length : 0;
    }

    private static bool IsRandom(ReadOnlySpan<char> body) => body.ContainsAnyInRange('0', '9') && Entropy.BitsPerCharacter(body) >= MinEntropy;
}
