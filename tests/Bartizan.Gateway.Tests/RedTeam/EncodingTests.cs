using System.Net;
using System.Text;
using System.Text.Json;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Loot in other clothes that the recipient takes off without being told.</summary>
public class EncodingTests
{
    private static readonly (string Name, Func<string, string> Encode)[] Encodings =
    [
        ("as it is", loot => loot),
        ("escaped for JSON within", loot => string.Concat(loot.Select(c => $"\\u{(int)c:x4}"))),
        ("percent", loot => string.Concat(loot.Select(c => $"%{(int)c:X2}"))),
        ("one percent escape", loot => $"%{(int)loot[0]:X2}{loot[1..]}"),
        ("numbers of HTML", loot => string.Concat(loot.Select(c => $"&#{(int)c};"))),
        ("hexadecimal numbers of HTML", loot => string.Concat(loot.Select(c => $"&#x{(int)c:x};"))),
        ("escapes of JavaScript", loot => string.Concat(loot.Select(c => $"\\x{(int)c:x2}"))),
        ("base64", loot => Convert.ToBase64String(Encoding.UTF8.GetBytes(loot))),
        ("base64 of a sentence", loot => Convert.ToBase64String(Encoding.UTF8.GetBytes($"The thing you want is {loot} and no other."))),
        ("base64 for addresses", loot => Convert.ToBase64String(Encoding.UTF8.GetBytes($"the thing is {loot}>>>?")).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("hexadecimal", loot => Convert.ToHexString(Encoding.UTF8.GetBytes(loot))),
        ("small hexadecimal", loot => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(loot))),
        ("full width", loot => string.Concat(loot.Select(c => (char)(c - '!' + 0xFF01)))),
        ("mathematical digits", loot => string.Concat(loot.Select(c => char.IsAsciiDigit(c) ? char.ConvertFromUtf32(0x1D7CE + c - '0') : c.ToString()))),
        ("look-alikes", loot => loot.Replace('A', 'А').Replace('K', 'К').Replace('1', '１')),
        ("nothing between", loot => string.Join('\u200B', loot.ToCharArray())),
        ("joiners between", loot => string.Join('\u2060', loot.ToCharArray())),
        ("soft hyphens between", loot => string.Join('\u00AD', loot.ToCharArray())),
        ("tags", loot => string.Concat(loot.Select(c => char.ConvertFromUtf32(0xE0000 + c)))),
        ("a control character between", loot => string.Join('\u0001', loot.ToCharArray())),
        ("in a link", loot => $"[x](https://x.example/?q={loot})"),
        ("in a picture", loot => $"![x](https://x.example/{loot}.png?k={loot})"),
        ("in quotes", loot => $"\"{loot}\""),
        ("in bold", loot => $"**{loot}**"),
        ("in code", loot => $"`{loot}`"),
        ("in a table", loot => $"| a | {loot} |"),
        ("in XML", loot => $"<a b='{loot}'>{loot}</a>"),
        ("in JSON", loot => JsonSerializer.Serialize(new { a = loot })),
        ("in JSON in JSON", loot => JsonSerializer.Serialize(JsonSerializer.Serialize(new { a = loot }))),
        ("after an equals sign", loot => "k=" + loot),
        ("in a data address", loot => "data:text/plain;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes($"see {loot} there"))),
    ];

    // How people write a card number.
    private static readonly string[] Groupings = ["-", " ", "\u00A0", "\u2009", "\u2013", "\u2011"];

    public static TheoryData<string> Names => new(Encodings.Select(e => e.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_clothes_carry_loot_through(string name)
    {
        var encode = Encodings.Single(e => e.Name == name).Encode;
        foreach (var loot in Loot.All)
        {
            await AssertStoppedAsync(encode(loot));
        }
    }

    [Fact]
    public async Task No_grouping_carries_a_card_number_through()
    {
        foreach (var separator in Groupings)
        {
            await AssertStoppedAsync(string.Join(separator, Loot.Card.Chunk(4).Select(c => new string(c))));
        }
    }

    private static async Task AssertStoppedAsync(string dressed)
    {
        var text = JsonSerializer.Serialize($"see {dressed} there");
        await using var range = FiringRange.Open();
        foreach (var (target, request, answer, events) in Places(text))
        {
            range.Answers(target.Answer);
            var asked = await range.AskAsync(target.Path, request);
            Assert.True(asked.Status == (int)HttpStatusCode.Forbidden && asked.Forwarded.Length == 0, $"{dressed} reached the model of {target.Name}.");
            range.Answers(answer);
            var answered = await range.AskAsync(target.Path, target.Request);
            Assert.True(answered.Status == (int)HttpStatusCode.Forbidden, $"{dressed} reached the client of {target.Name}.");
            range.Streams(target.Stream(events), target.StreamType);
            var streamed = await range.AskAsync(target.StreamPath, target.StreamRequest);
            Assert.Contains("no_loot", target.TextOf(streamed.Bytes), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(Target Target, string Request, string Answer, (string, string)[] Events)> Places(string text)
    {
        yield return (
            Targets.Chat,
            $$$"""{"model":"gpt-test","messages":[{"role":"user","content":{{{text}}}}]}""",
            $$$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{{text}}}},"finish_reason":"stop"}]}""",
            [("", $$$"""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":{{{text}}}},"finish_reason":"stop"}]}"""), ("", "[DONE]")]);
        yield return (
            Targets.Gemini,
            $$$$$"""{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":{{{{{text}}}}}}}}]}]}""",
            $$$$$"""{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":{{{{{text}}}}}}}}]},"finishReason":"STOP"}]}""",
            [("", $$$$$"""{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":{{{{{text}}}}}}}}]},"finishReason":"STOP"}]}""")]);
    }
}
