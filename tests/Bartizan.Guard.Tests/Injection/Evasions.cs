using System.Text;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests.Injection;

/// <summary>The ways in which an attack is disguised or dealt out, each giving the texts of one request.</summary>
internal static class Evasions
{
    private const string Homoglyphs = "a\u0430c\u0441e\u0435o\u043Ep\u0440x\u0445y\u0443i\u0456";
    private const string Leet = "e3o0i1a4";

    private static readonly Dictionary<string, Func<string, string>> Disguises = new(StringComparer.Ordinal)
    {
        ["spaced"] = text => Joined(text, " ", "   "),
        ["dotted"] = text => Joined(text, ".", " "),
        ["hyphened"] = text => Joined(text, "-", " "),
        ["leet"] = text => Replaced(text, Leet),
        ["case"] = text => string.Concat(text.Select((c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c))),
        ["upper case"] = text => text.ToUpperInvariant(),
        ["full width"] = text => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c)),
        ["mathematical letters"] = Mathematical,
        ["homoglyphs"] = text => Replaced(text, Homoglyphs),
        ["accents"] = text => string.Concat(text.Select(c => "aeiou".Contains(c, StringComparison.Ordinal) ? $"{c}\u0301" : $"{c}")),
        ["zero-width"] = text => string.Join('\u200B', text.ToCharArray()),
        ["soft hyphens"] = text => string.Join('\u00AD', text.ToCharArray()),
        ["right-to-left marks"] = text => string.Join('\u200F', text.ToCharArray()),
        ["right-to-left override"] = text => $"\u202E{text}\u202C",
        ["tag characters"] = text => $"Hello.{string.Concat(text.Select(c => c < 128 ? char.ConvertFromUtf32(0xE0000 + c) : $"{c}"))}",
        ["base64"] = Base64,
        ["hex"] = Hex,
        ["percent"] = Percent,
        ["html entities"] = text => string.Concat(text.Select(c => $"&#{(int)c};")),
        ["backslash escapes"] = text => string.Concat(text.Select(c => $"\\u{(int)c:x4}")),
        ["rot13"] = Rotated,
        ["reversed"] = Reversed,
        ["base64 in base64"] = text => Base64(Base64(text)),
        ["hex in base64"] = text => Base64(Hex(text)),
        ["base64 in hex"] = text => Hex(Base64(text)),
        ["percent in base64"] = text => Base64(Percent(text)),
        ["base64 in percent"] = text => Percent(Base64(text)),
        ["rot13 in base64"] = text => Base64(Rotated(text)),
        ["reversed in hex"] = text => Hex(Reversed(text)),
        ["zero-width in base64"] = text => Base64(string.Join('\u200B', text.ToCharArray())),
    };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => [.. Disguises.Keys, "two texts", "three texts"];

    /// <summary>The segments of a request that carries the text in this way.</summary>
    public static Segment[] Apply(string name, string text, SegmentRole role, Provenance provenance) => name switch
    {
        "two texts" => Dealt(text, 2, role, provenance),
        "three texts" => Dealt(text, 3, role, provenance),
        _ => [new Segment(0, role, provenance, "messages[0].content", Disguises[name](text).AsMemory())],
    };

    // Users deal out over turns with an answer between them, data over the parts of one content.
    private static Segment[] Dealt(string text, int pieces, SegmentRole role, Provenance provenance)
    {
        var words = text.Split(' ');
        var segments = new List<Segment>();
        for (var i = 0; i < pieces; i++)
        {
            var piece = string.Join(' ', words[(words.Length * i / pieces)..(words.Length * (i + 1) / pieces)]);
            segments.Add(new Segment(segments.Count, role, provenance, role == SegmentRole.User ? $"messages[{2 * i}].content" : $"messages[0].content[{i}].text", piece.AsMemory()));
            if (role == SegmentRole.User)
            {
                segments.Add(new Segment(segments.Count, SegmentRole.Assistant, Provenance.Model, $"messages[{(2 * i) + 1}].content", "Please go on.".AsMemory()));
            }
        }

        return [.. segments];
    }

    private static string Joined(string text, string between, string wide) =>
        string.Join(wide, text.Split(' ').Select(word => string.Join(between, word.ToCharArray())));

    private static string Replaced(string text, string pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            text = text.Replace(pairs[i], pairs[i + 1]);
        }

        return text;
    }

    private static string Mathematical(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? char.ConvertFromUtf32(0x1D41A + c - 'a') : char.IsAsciiLetterUpper(c) ? char.ConvertFromUtf32(0x1D400 + c - 'A') : $"{c}"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static string Percent(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:X2}"));

    private static string Rotated(string text) => string.Concat(text.Select(c =>
        char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : c));

    private static string Reversed(string text) => string.Concat(text.Reverse());
}
