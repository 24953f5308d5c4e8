using System.Text;

namespace Bartizan.Detect.Values;

/// <summary>The encoding modifiers of Sigma (modifiers appendix 2.1, "Encoding").</summary>
internal static class Encodings
{
    /// <summary>UTF-16, little or big endian, with or without byte order mark; null when <paramref name="name"/> is another modifier.</summary>
    public static byte[]? Utf16(string name, string text) => name switch
    {
        "wide" or "utf16le" => Encoding.Unicode.GetBytes(text),
        "utf16be" => Encoding.BigEndianUnicode.GetBytes(text),
        "utf16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        _ => null,
    };

    /// <summary>
    /// The parts of the Base64 text that do not depend on what stands before and after the value, for shifts by 0, 1 and 2 bytes: of the shifted
    /// text the characters that hold bits of the bytes before are left out, and those that would hold bits of the bytes after.
    /// </summary>
    public static IEnumerable<string> Base64Offsets(byte[] value)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. value]);
            var start = shift switch { 0 => 0, 1 => 2, _ => 3 };
            var end = ((value.Length + shift) % 3) switch { 0 => encoded.Length, 1 => encoded.Length - 3, _ => encoded.Length - 2 };
            if (end > start)
            {
                yield return encoded[start..end];
            }
        }
    }
}
