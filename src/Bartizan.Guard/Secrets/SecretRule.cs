using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Secrets;

/// <summary>Decides how sure a well-formed candidate is: 0 rejects it.</summary>
internal delegate double SecretCheck(ReadOnlySpan<char> token);

/// <summary>A credential that announces itself by a prefix.</summary>
internal sealed class SecretRule(string label, string prefix, CharSet body, int min, int max, string reason)
{
    private static readonly CharSet Continues = CharSet.Base64Url;

    /// <summary>What the prefix is.</summary>
    public string Prefix => prefix;

    /// <summary>What a hit is called.</summary>
    public HitKind Kind { get; } = new(label, "secrets", reason);

    /// <summary>Least entropy of the body in bits a character; placeholders such as <c>xxxx</c> fall below.</summary>
    public double MinEntropy { get; init; } = 2.5;

    /// <summary>Whether the body must hold a digit: words do not.</summary>
    public bool NeedsDigit { get; init; } = true;

    /// <summary>A further check of prefix and body together.</summary>
    public SecretCheck? Check { get; init; }

    /// <summary>Length of the token at <paramref name="start"/>, where the prefix stands, or 0; and how sure.</summary>
    public int Match(ref SpanText text, int start, out double score)
    {
        score = 0;
        var length = text.Run(start + prefix.Length, body, max + 1);
        if (length < min || length > max)
        {
            return 0;
        }

        var end = start + prefix.Length + length;
        if (min == max && Continues.Contains(text[end]))
        {
            return 0;
        }

        var token = text.Chars[start..end];
        var tail = token[prefix.Length..];
        if ((NeedsDigit && !tail.ContainsAnyInRange('0', '9')) || Entropy.BitsPerCharacter(tail) < MinEntropy || Placeholders.IsSequence(tail))
        {
            return 0;
        }

        score = Check is null ? 0.95 : Check(token);
        return score > 0 ? token.Length : 0;
    }
}
