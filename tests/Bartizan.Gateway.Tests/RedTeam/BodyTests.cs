using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Bodies that two readers may read in two ways: compressed, in other character sets, with keys twice, or hardly JSON at all.</summary>
public class BodyTests
{
    // What a reader of other habits would take for a message with loot in it; @@ stands for the loot. Openings come as a document's first member.
    private static readonly (string Name, Func<string, string, byte[]> Make)[] Disguises =
    [
        ("gzip", (sound, loot) => Compressed(s => new GZipStream(s, CompressionLevel.Fastest), With(sound, loot))),
        ("deflate", (sound, loot) => Compressed(s => new ZLibStream(s, CompressionLevel.Fastest), With(sound, loot))),
        ("br", (sound, loot) => Compressed(s => new BrotliStream(s, CompressionLevel.Fastest), With(sound, loot))),
        ("utf-16", (sound, loot) => Encoding.Unicode.GetBytes(With(sound, loot))),
        ("utf-16 with mark", (sound, loot) => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(With(sound, loot))]),
        ("utf-16 big end", (sound, loot) => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(With(sound, loot))]),
        ("utf-32", (sound, loot) => Encoding.UTF32.GetBytes(With(sound, loot))),
        ("utf-8 with mark", (sound, loot) => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(With(sound, loot))]),
        ("overlong", (sound, loot) => Replaced(With(sound, "X"), "X", [.. loot.SelectMany(c => (byte[])[(byte)(0xC0 | (c >> 6)), (byte)(0x80 | (c & 0x3F))])])),
        ("a broken byte within", (sound, loot) => Replaced(With(sound, "X"), "X", [.. Encoding.ASCII.GetBytes(loot[..9]), 0xFF, .. Encoding.ASCII.GetBytes(loot[9..])])),
        ("latin-1", (sound, loot) => Replaced(With(sound, "X"), "X", [0xE9, (byte)' ', .. Encoding.ASCII.GetBytes(loot)])),
        ("escapes", (sound, loot) => Encoding.UTF8.GetBytes(With(sound, string.Concat(loot.Select(c => $"\\u{(int)c:x4}"))))),
        ("an escaped name", (sound, loot) => Member(sound, $"\"{string.Concat(loot.Select(c => $"\\u{(int)c:x4}"))}\":1")),
        ("a lone surrogate within", (sound, loot) => Encoding.UTF8.GetBytes(With(sound, loot[..9] + "\\ud800" + loot[9..]))),
        ("a lone surrogate beside", (sound, loot) => Encoding.UTF8.GetBytes(With(sound, "\\udc00" + loot))),
        ("nul", (sound, loot) => Encoding.UTF8.GetBytes(With(sound, loot[..9] + "\\u0000" + loot[9..]))),
        ("nul byte", (sound, loot) => [.. Encoding.UTF8.GetBytes(With(sound, loot)), 0]),
        ("a key twice", (sound, loot) => Member(sound, $"\"x\":\"a\",\"x\":\"{loot}\"")),
        ("a key twice, escaped", (sound, loot) => Member(sound, $"\"x\":\"{loot}\",\"\\u0078\":\"a\"")),
        ("a key twice, in another case", (sound, loot) => Member(sound, $"\"MODEL\":\"{loot}\"")),
        ("a key twice, beyond ASCII", (sound, loot) => Member(sound, $"\"ſ\":\"{loot}\"")),
        ("a comment", (sound, loot) => Encoding.UTF8.GetBytes("/* " + loot + " */" + sound)),
        ("a comment within", (sound, loot) => Member(sound, $"/* {loot} */\"x\":1")),
        ("a line comment", (sound, loot) => Encoding.UTF8.GetBytes(sound + "\n// " + loot)),
        ("a second document", (sound, loot) => Encoding.UTF8.GetBytes(sound + $"\n\"{loot}\"")),
        ("a first document", (sound, loot) => Encoding.UTF8.GetBytes($"\"{loot}\"\n" + sound)),
        ("a trailing comma", (sound, loot) => Encoding.UTF8.GetBytes(sound[..^1] + $",\"x\":\"{loot}\",}}")),
        ("single quotes", (sound, loot) => Member(sound, $"'x':'{loot}'")),
        ("no quotes", (sound, loot) => Member(sound, $"\"x\":{loot}")),
        ("not a number", (sound, loot) => Member(sound, $"\"x\":NaN,\"y\":\"{loot}\"")),
        ("a hexadecimal number", (sound, loot) => Member(sound, $"\"x\":0x1,\"y\":\"{loot}\"")),
        ("a number with a leading zero", (sound, loot) => Member(sound, $"\"x\":0{Loot.Card}")),
        ("a number with a plus", (sound, loot) => Member(sound, $"\"x\":+{Loot.Card}")),
        ("a negative number", (sound, loot) => Member(sound, $"\"x\":-{Loot.Card}")),
        ("a number with a point", (sound, loot) => Member(sound, $"\"x\":{Loot.Card}.0")),
        ("a huge number", (sound, loot) => Member(sound, $"\"x\":1e999999,\"y\":\"{loot}\"")),
        ("deep nesting", (sound, loot) => Member(sound, $"\"x\":{new string('[', 70)}\"{loot}\"{new string(']', 70)}")),
        ("just not too deep", (sound, loot) => Member(sound, $"\"x\":{new string('[', 50)}\"{loot}\"{new string(']', 50)}")),
        ("a control character", (sound, loot) => Member(sound, $"\"x\":\"a\u0001{loot}\"")),
        ("a raw line break in a string", (sound, loot) => Member(sound, $"\"x\":\"a\n{loot}\"")),
        ("an unknown escape", (sound, loot) => Member(sound, $"\"x\":\"\\q{loot}\"")),
        ("arguments with a key twice", (sound, loot) => Member(sound, $"\"x\":\"{{\\\"a\\\":1,\\\"a\\\":\\\"{loot}\\\"}}\"")),
        ("JSON in JSON in JSON", (sound, loot) => Member(sound, $"\"x\":\"{{\\\"a\\\":\\\"{{\\\\\\\"b\\\\\\\":\\\\\\\"{loot}\\\\\\\"}}\\\"}}\"")),
        ("a list for a body", (sound, loot) => Encoding.UTF8.GetBytes($"[{sound},\"{loot}\"]")),
        ("nothing but it", (sound, loot) => Encoding.UTF8.GetBytes(loot)),
    ];

    [Theory]
    [MemberData(nameof(Targets.Names), MemberType = typeof(Targets))]
    public async Task No_disguise_of_a_request_carries_loot_to_the_model(string name)
    {
        var target = Targets.Named(name);
        await using var range = FiringRange.Open();
        range.Answers(target.Answer);
        foreach (var (what, make) in Disguises)
        {
            foreach (var loot in Loot.All)
            {
                foreach (var (type, encoding) in ((string, string?)[])[("application/json", null), ("application/json; charset=utf-16", null), ("application/json", what), ("text/plain", "identity"), ("multipart/form-data; boundary=x", null), ("application/json", "identity, " + what)])
                {
                    var received = await range.AskAsync(target.Path, make(target.Request, loot), request =>
                    {
                        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                        if (encoding is not null)
                        {
                            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding.Replace(' ', '-'));
                        }
                    });
                    Assert.False(Reads(received.Forwarded), $"{what} as {type} in {encoding}: {received.Forwarded}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Targets.Names), MemberType = typeof(Targets))]
    public async Task No_disguise_of_an_answer_carries_loot_to_the_client(string name)
    {
        var target = Targets.Named(name);
        await using var range = FiringRange.Open();
        foreach (var (what, make) in Disguises)
        {
            foreach (var loot in Loot.All)
            {
                foreach (var header in (string[])["", $"Content-Encoding: {what.Replace(' ', '-')}\r\n", "Content-Encoding: identity\r\n"])
                {
                    var body = make(target.Answer, loot);
                    range.Does(async c =>
                    {
                        await c.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-16\r\n{header}Transfer-Encoding: chunked\r\n\r\n");
                        await c.ChunkAsync(body);
                        await c.EndAsync();
                    });
                    var received = await range.AskAsync(target.Path, target.Request);
                    Assert.False(Reads(received.Body), $"{what} {header}: {received.Body}");
                }
            }
        }
    }

    // Whoever reads past a broken character, or in another character set, reads the loot too.
    private static bool Reads(string text) => Loot.In(text)
        || Loot.In(text.Replace("\0", "", StringComparison.Ordinal).Replace("\uFFFD", "", StringComparison.Ordinal))
        || Loot.In(text.Replace("\\u0000", "", StringComparison.Ordinal).Replace("\\ud800", "", StringComparison.Ordinal));

    private static string With(string sound, string text) => $"{{\"x\":\"see {text} there\",{sound[1..]}";

    private static byte[] Member(string sound, string member) => Encoding.UTF8.GetBytes($"{{{member},{sound[1..]}");

    private static byte[] Replaced(string text, string what, byte[] by)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. by, .. Encoding.UTF8.GetBytes(text[(at + what.Length)..])];
    }

    private static byte[] Compressed(Func<Stream, Stream> open, string text)
    {
        using var bytes = new MemoryStream();
        using (var stream = open(bytes))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
