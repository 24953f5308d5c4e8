using System.Text;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Seeded text and JSON strings with every kind of escape.</summary>
internal static class RandomJson
{
    private static readonly string[] Pieces =
        ["a", "b", "word ", "é", "漢", "😀", "𝔘", "\n", "\"", "\\", "/", "\u0001", "\u2028", "XK", "XK123456", "XK12", "3456", "7", ".", "{", "}", "STO", "data: ", " "];

    public static string Text(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (var i = random.Next(pieces); i > 0; i--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    /// <summary>JSON string content for the text, each character escaped or not at random where it may be either.</summary>
    public static string Encode(Random random, string text)
    {
        var json = new StringBuilder();
        foreach (var c in text)
        {
            var must = c is '"' or '\\' or < ' ';
            // Both halves of a pair go the same way, so that the string stays valid UTF-8.
            if (must || (!char.IsSurrogate(c) && random.Next(8) == 0))
            {
                json.Append(c switch { '\n' when random.Next(2) == 0 => "\\n", '"' when random.Next(2) == 0 => "\\\"", '\\' when random.Next(2) == 0 => "\\\\", _ => $"\\u{(int)c:x4}" });
            }
            else
            {
                json.Append(c);
            }
        }

        return json.ToString();
    }

    /// <summary>All non-ASCII escaped, so that a pair can be cut in two between strings.</summary>
    public static string EncodeAscii(string text)
    {
        var json = new StringBuilder();
        foreach (var c in text)
        {
            json.Append(c is '"' or '\\' or < ' ' or > '~' ? $"\\u{(int)c:X4}" : c.ToString());
        }

        return json.ToString();
    }
}
