using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Exchanges;
using Bartizan.Respond.Ocsf;
using Bartizan.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Respond.Tests.Ocsf;

public class OcsfEventsTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TheoryData<string> Kinds => [.. Exchanges.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_as_its_golden_file_has_it(string kind)
    {
        var version = typeof(OcsfEvents).Assembly.GetName().Version!.ToString(3);
        var actual = string.Join("\n", Lines(kind).Select(Pretty)).Replace($"\"version\": \"{version}\"", "\"version\": \"VERSION\"", StringComparison.Ordinal) + "\n";
        var golden = Repository.PathTo("tests", "Bartizan.Respond.Tests", "Ocsf", "golden", kind + ".json");
        if (Environment.GetEnvironmentVariable("BARTIZAN_WRITE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, actual);
        }

        Assert.Equal(File.ReadAllText(golden), actual);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_has_what_the_schema_demands(string kind) =>
        Assert.All(Lines(kind), line => Assert.Equal([], OcsfSchema.Problems(JsonDocument.Parse(line).RootElement)));

    [Fact]
    public void The_schema_check_can_fail()
    {
        var good = JsonNode.Parse(Lines("blocked")[0])!;
        foreach (var (change, problem) in (ReadOnlySpan<(Action<JsonNode>, string)>)
        [
            (n => n.AsObject().Remove("actor"), "/actor is missing or of another type"),
            (n => n["severity_id"] = 7, "/severity_id is 7"),
            (n => n["type_uid"] = 200401, "class, category and type do not fit together"),
            (n => n["message_context"]!.AsObject().Remove("service"), "/message_context has none of application, service"),
            (n => n["time"] = 1.5, "/time is no integer"),
        ])
        {
            var bad = good.DeepClone();
            change(bad);
            Assert.Equal([problem], OcsfSchema.Problems(JsonDocument.Parse(bad.ToJsonString()).RootElement));
        }
    }

    [Fact]
    public void Only_what_policy_stopped_is_a_finding_and_it_names_its_exchange()
    {
        var owed = Exchanges.All.Where(e => Lines(e.Key).Length == 2).Select(e => e.Key);
        Assert.Equal(["blocked", "held"], owed);
        var finding = JsonDocument.Parse(Lines("blocked")[1]).RootElement;
        Assert.Equal("exc_blocked", finding.GetProperty("finding_info").GetProperty("related_events")[0].GetProperty("uid").GetString());
        Assert.NotEqual("exc_blocked", finding.GetProperty("metadata").GetProperty("uid").GetString());
    }

    [Fact]
    public void What_is_sealed_stays_at_home() =>
        Assert.All(Exchanges.All.Keys, kind => Assert.DoesNotContain("c2VhbGVk", string.Concat(Lines(kind)), StringComparison.Ordinal));

    [Fact]
    public void Whatever_agents_and_models_are_called_it_is_one_valid_line()
    {
        Prop.ForAll<string, string>((agent, model) =>
        {
            var exchange = Exchanges.Answered with { AgentName = agent, Model = model ?? "", Verdict = Verdict.Block, Decisions = [new Decision { Verdict = Verdict.Block, Action = "invokeModel", Policies = [] }] };
            var lines = Lines(new Core.Events.StoredEvent(1, new() { Id = exchange.Id, Time = exchange.Time, Source = "gateway", Kind = "exchange", Json = default, Exchange = exchange }));
            return lines.Length == 2 && lines.All(l => JsonDocument.Parse(l).RootElement.GetProperty("metadata").GetProperty("version").GetString() == OcsfEvents.SchemaVersion);
        }).QuickCheckThrowOnFailure();
    }

    private static string[] Lines(string kind) => Lines(Exchanges.All[kind]);

    private static string[] Lines(Core.Events.StoredEvent stored)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var count = OcsfEvents.Write(stored, bytes);
        var text = Encoding.UTF8.GetString(bytes.WrittenSpan);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        Assert.Equal(count, lines.Length);
        return lines;
    }

    private static string Pretty(string line) => JsonSerializer.Serialize(JsonDocument.Parse(line), Indented);
}
