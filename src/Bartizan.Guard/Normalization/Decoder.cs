using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Normalization;

/// <summary>Opens base64, base64url and hex when what comes out is plainly text.</summary>
internal static class Decoder
{
    /// <summary>Shorter runs are words more often than encodings.</summary>
    public const int MinLength = 16;

    /// <summary>Decodes <paramref name="run"/>; the answer is no unless all of it decodes to UTF-8 that people could read.</summary>
    public static bool TryDecode(ReadOnlySpan<char> run, out string text, out string encoding)
    {
        text = encoding = "";
        if (run.Length < MinLength)
        {
            return false;
        }

        var rented = ArrayPool<byte>.Shared.Rent(run.Length);
        try
        {
            if (run.Length % 2 == 0 && CharSet.Hex.Contains(run[0]) && CharSet.Hex.ContainsAll(run))
            {
                encoding = "hex";
                return Convert.FromHexString(run, rented, out _, out var hexBytes) == OperationStatus.Done && TryRead(rented.AsSpan(0, hexBytes), out text);
            }

            encoding = "base64";
            return PlausibleStart(run)
                && TryBase64(run, rented, out var bytes)
                && TryRead(rented.AsSpan(0, bytes), out text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // The first twelve characters are nine bytes: enough to turn nearly every word, path and key away at once.
    private static bool PlausibleStart(ReadOnlySpan<char> run)
    {
        Span<byte> head = stackalloc byte[9];
        return TryBase64(run[..12], head, out var bytes) && bytes == 9 && head.IndexOfAnyInRange((byte)0, (byte)8) < 0 && head.IndexOfAnyInRange((byte)0x0E, (byte)0x1F) < 0
            && (Ascii.IsValid(head) || head.IndexOfAnyInRange((byte)0x80, (byte)0xC1) != 0);
    }

    private static bool TryBase64(ReadOnlySpan<char> run, Span<byte> into, out int bytes)
    {
        if (run.ContainsAny('-', '_'))
        {
            return Base64Url.DecodeFromChars(run, into, out _, out bytes) == OperationStatus.Done;
        }

        if (run.Length % 4 == 0 || run.EndsWith('='))
        {
            return Convert.TryFromBase64Chars(run, into, out bytes);
        }

        return Base64Url.DecodeFromChars(run, into, out _, out bytes) == OperationStatus.Done;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (bytes.Length < 8 || !Utf8.IsValid(bytes))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes);
        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            {
                return false;
            }
        }

        return true;
    }
}
