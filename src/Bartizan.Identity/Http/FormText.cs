using System.Text;

namespace Bartizan.Identity.Http;

/// <summary>Decodes one name or value of a form (<c>application/x-www-form-urlencoded</c>), strictly.</summary>
internal static class FormText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null when an escape is broken, the bytes are no UTF-8, or a control character is in it.</summary>
    public static string? Decode(ReadOnlySpan<char> encoded)
    {
        var bytes = new byte[encoded.Length];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                {
                    return null;
                }

                bytes[count++] = Convert.ToByte(encoded.Slice(i + 1, 2).ToString(), 16);
                i += 2;
            }
            else if (char.IsAscii(c))
            {
                bytes[count++] = c == '+' ? (byte)' ' : (byte)c;
            }
            else
            {
                return null;
            }
        }

        try
        {
            var text = Strict.GetString(bytes, 0, count);
            return text.Any(char.IsControl) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
