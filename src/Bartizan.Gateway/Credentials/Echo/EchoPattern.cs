using System.Buffers;
using System.Text;
using Bartizan.Core.Credentials;

namespace Bartizan.Gateway.Credentials.Echo;

/// <summary>
/// A secret in the forms in which answers repeat it: as it is, in base64 (RFC 4648 sections 4 and 5) at any place of a longer text, and in hex; each of them
/// also escaped as in JSON or percent-encoded. Immutable; made once for each secret.
/// </summary>
internal sealed class EchoPattern
{
    private const byte Mask = (byte)'*';

    private readonly (byte[] Text, int Levels)[] _forms;
    private readonly SearchValues<byte> _starts;

    private EchoPattern(byte[][] forms)
    {
        _forms = [.. forms.Select(f => (f, EscapedText.LevelsOf(f)))];
        _starts = SearchValues.Create([.. forms.Select(f => f[0]).Append((byte)'\\').Append((byte)'%').Distinct()]);
    }

    /// <summary>The pattern of a secret; null for one too short to be told from other text.</summary>
    public static EchoPattern? Of(string secret)
    {
        if (secret.Length < SecretText.ShortestValue)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(secret);
        List<string> forms = [secret, Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes)];
        for (var before = 0; before < 3; before++)
        {
            forms.Add(Base64(bytes, before));
            forms.Add(forms[^1].Replace('+', '-').Replace('/', '_'));
        }

        return new([.. forms.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)]);
    }

    /// <summary>Masks the secret wherever it stands, byte for byte, so that lengths stay.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="final">Whether no more follow.</param>
    /// <param name="found">How often it stood there.</param>
    /// <returns>How many bytes from the beginning are settled; what follows could still become the secret.</returns>
    public int Apply(Span<byte> bytes, bool final, out int found)
    {
        found = 0;
        for (var at = 0; ; at++)
        {
            var next = bytes[at..].IndexOfAny(_starts);
            if (next < 0)
            {
                return bytes.Length;
            }

            at += next;
            var length = LengthAt(bytes[at..]);
            if (length > 0)
            {
                bytes.Slice(at, length).Fill(Mask);
                found++;
                at += length - 1;
            }
            else if (length == EscapedText.More && !final)
            {
                return at;
            }
        }
    }

    /// <summary>Whether it stands in a text.</summary>
    public bool IsIn(string text)
    {
        if (text.Length < SecretText.ShortestValue)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            Apply(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)), final: true, out var found);
            return found > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private int LengthAt(ReadOnlySpan<byte> raw)
    {
        var (longest, more) = (0, false);
        foreach (var (form, levels) in _forms)
        {
            if (raw[0] != form[0] && raw[0] is not ((byte)'\\' or (byte)'%'))
            {
                continue;
            }

            var length = EscapedText.Match(form, raw, levels);
            longest = Math.Max(longest, length);
            more |= length == EscapedText.More;
        }

        return longest > 0 ? longest : more ? EscapedText.More : EscapedText.No;
    }

    // The part of the encoding that is the same whatever stands around: so many bytes before, anything after.
    private static string Base64(byte[] secret, int before)
    {
        var whole = Convert.ToBase64String([.. new byte[before], .. secret]);
        var clean = (before * 8 + 5) / 6;
        return whole[clean..((before + secret.Length) * 8 / 6)];
    }
}
