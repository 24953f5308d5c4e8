using System.Text;
using System.Text.Json;
using Bartizan.Detect.Events;
using Bartizan.Detect.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Detect.Tests.Events;

/// <summary>Laws of the event reader and of the index, against plain and slow ways to the same answer.</summary>
public class EventLawTests
{
    private static readonly Gen<string> Pieces = Gen.Elements("{", "}", "[", "]", ",", ":", "\"", "\\", "\\\"", "\\u00e9", "a", "é", "1", "null", "true", " ", "\"f\":", "\"f\":\"ab\"", "-1.5e3");

    [Fact]
    public void Marks_are_those_that_a_plain_scanner_finds()
    {
        var texts = from count in Gen.Choose(0, 200) from parts in Pieces.ArrayOf(count) select string.Concat(parts);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var scan = new StructuralScan();
            var closed = scan.Run(bytes);
            var (marks, open) = Plain(bytes);
            return closed == !open && scan.Marks.SequenceEqual(marks.ToArray());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Every_object_that_is_JSON_is_read_and_nothing_makes_the_reader_throw()
    {
        var texts = from count in Gen.Choose(0, 40) from parts in Pieces.ArrayOf(count) select "{" + string.Concat(parts) + "}";
        var table = new EventTable(Trie("f", "f.a", "a"));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var read = table.Read(bytes, 0, bytes.Length, all: true);
            for (var i = 0; i < table.Count && read; i++)
            {
                _ = table.Folded(i).Length + table.Text(i).Length;
            }

            return read || !IsJson(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Theory]
    [InlineData("{\"f\":1}x")]
    [InlineData("{\"f\":1")]
    [InlineData("{\"f\":\"1}")]
    [InlineData("{\"f\" 1}")]
    [InlineData("{\"f\":}")]
    [InlineData("{\"f\":nul}")]
    [InlineData("{\"f\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"f\":\"1\"x,\"g\":1}")]
    [InlineData("{\"f\":{}x,\"g\":1}")]
    [InlineData("{\"f\":[\"1\"2]}")]
    [InlineData("{\"f\":{x}}")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("\"f\"")]
    [InlineData("{\"f\":[1,]}")]
    public void What_is_no_JSON_object_is_refused(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.False(new EventTable(Trie("f")).Read(bytes, 0, bytes.Length, all: true));
    }

    [Fact]
    public void Deep_wide_and_large_events_are_refused_or_read_never_worse()
    {
        var engine = Sigma.Engine(Sigma.Rule("f: x"));
        var session = new DetectSession(engine, _ => { });
        Assert.False(Take("{\"f\":" + new string('[', 1_000) + new string(']', 1_000) + "}"));
        Assert.True(Take("{\"g\":" + new string('[', 10_000) + new string(']', 10_000) + "}"));
        Assert.False(Take("{\"f\":[" + string.Join(',', Enumerable.Repeat("1", 300_000)) + "]}"));
        Assert.False(Take("{\"f\":\"" + new string('x', DetectSession.LargestEvent) + "\"}"));
        Assert.True(Take("{\"f\":\"" + new string('x', 1 << 20) + "\"}"));

        bool Take(string json)
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            return session.Take(bytes, 0, bytes.Length, new EventReference("e", 0));
        }
    }

    [Fact]
    public void The_index_finds_what_a_search_for_each_text_finds()
    {
        var letters = Gen.Elements('a', 'b', 'c', '\\', '.', 'é');
        var words = from count in Gen.Choose(1, 12) from text in letters.ArrayOf(count) select new string(text);
        var cases = from patterns in words.ArrayOf(30) from length in Gen.Choose(0, 60) from value in letters.ArrayOf(length) select (patterns, new string(value));
        Prop.ForAll(cases.ToArbitrary(), of =>
        {
            var (patterns, value) = of;
            string[] shapes = ["contains", "startswith", "endswith", "cased"];
            var rules = string.Join("---\n", patterns.SelectMany((p, i) => shapes.Select((s, j) =>
                $"title: r\nid: {i}-{j}\ndetection:\n  s:\n    f|{s}: {JsonSerializer.Serialize(p.Replace("\\", "\\\\", StringComparison.Ordinal))}\n  condition: s\n")));
            var found = Sigma.Match(rules, JsonSerializer.Serialize(new { f = value.ToUpperInvariant().Replace('É', 'é') }));
            var upper = value.ToUpperInvariant().Replace('É', 'é');
            var expected = patterns.SelectMany((p, i) => new[]
            {
                value.Contains(p, StringComparison.Ordinal) ? $"{i}-0" : null,
                value.StartsWith(p, StringComparison.Ordinal) ? $"{i}-1" : null,
                value.EndsWith(p, StringComparison.Ordinal) ? $"{i}-2" : null,
                upper == p ? $"{i}-3" : null,
            }).OfType<string>();
            return found.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public void Ten_thousand_rules_are_one_index()
    {
        var rules = string.Join("---\n", Enumerable.Range(0, 10_000).Select(i =>
            $"title: r\nid: r{i}\ndetection:\n  s:\n    f|contains: needle-{i:00000}\n    g: [x{i}, y]\n  n: {{h: bad}}\n  condition: s and not n\n"));
        Assert.Equal(["r1234", "r9999"], Sigma.Match(rules, """{"f":"a NEEDLE-01234 needle-09999","g":"Y"}"""));
        Assert.Empty(Sigma.Match(rules, """{"f":"a NEEDLE-01234","g":"Y","h":"bad"}"""));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_read_as_unknown_characters()
    {
        byte[] json = [.. "{\"f\":\""u8, .. Enumerable.Repeat((byte)0xFF, 50_000), .. "x\"}"u8];
        var found = 0;
        var session = new DetectSession(Sigma.Engine(Sigma.Rule("f|endswith: x\nf|re: 'x$'")), _ => found++);
        Assert.True(session.Take(json, 0, json.Length, new EventReference("e", 0)));
        Assert.Equal(1, found);
    }

    private static FieldTrie Trie(params string[] fields)
    {
        var trie = new FieldTrie();
        Array.ForEach(fields, f => trie.Add(f));
        trie.Seal();
        return trie;
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (List<int> Marks, bool Open) Plain(byte[] text)
    {
        var (marks, open, escaped) = (new List<int>(), false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '"' && !escaped)
            {
                marks.Add(i);
                open = !open;
            }
            else if (!open && "{}[],"u8.Contains(b))
            {
                marks.Add(i);
            }

            escaped = b == '\\' && !escaped;
        }

        return (marks, open);
    }
}
