using System.IO.Compression;
using System.Text.Json;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Detect;

public sealed class DetectRunTests : IDisposable
{
    private const string Rule = """
        title: Root logs in
        id: 0e95725d-7320-415d-80f7-004da920fc11
        name: root_login
        author: A. Author
        license: DRL-1.1
        level: high
        logsource: {product: aws, service: cloudtrail}
        detection:
          sel: {eventName: ConsoleLogin, userIdentity.type: Root}
          condition: sel
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_match_is_one_line_with_rule_event_time_level_author_and_licence_from_every_form_of_file()
    {
        const string root = """{"eventVersion":"1.08","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","eventTime":"2026-01-01T10:00:00Z","userIdentity":{"type":"Root"}}""";
        var other = root.Replace("Root", "IAMUser", StringComparison.Ordinal);
        var zipped = Path.Combine(_folder, "3.json.gz");
        await using (var gzip = new GZipStream(File.Create(zipped), CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"Records\":[{other},{root}]}}"));
        }

        var run = await CommandLine.RunAsync("detect", "run", "--rules", Write("rules/a.yml", Rule), "--format", "json", "--events", Write("1.jsonl", $"{other}\n\n{root}\n"), Write("2.json", $"[{root},\n{other}]"), zipped);
        Assert.Equal((0, "3 matches of 1 rules and 0 correlations in 6 events."), (run.ExitCode, run.Error.Trim()));
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["1.jsonl#1", "2.json#0", "3.json.gz#1"], lines.Select(l => l.GetProperty("event").GetString()!));
        Assert.All(lines, l => Assert.Equal(
            ("0e95725d-7320-415d-80f7-004da920fc11", "2026-01-01T10:00:00.000Z", "high", "A. Author", "DRL-1.1"),
            (l.GetProperty("rule").GetString(), l.GetProperty("time").GetString(), l.GetProperty("level").GetString(), l.GetProperty("author").GetString(), l.GetProperty("license").GetString())));
    }

    [Fact]
    public async Task A_rule_that_names_no_licence_reports_under_that_of_the_folder_it_came_in()
    {
        Write("set/LICENSE", "# Some Rule License 1.1\n\ntext\n");
        var rule = Write("set/rules/aws/a.yml", Rule.Replace("license: DRL-1.1\n", "", StringComparison.Ordinal));
        var run = await CommandLine.RunAsync("detect", "run", "--rules", rule, "--events", Write("l.jsonl", "{\"eventName\":\"ConsoleLogin\",\"userIdentity\":{\"type\":\"Root\"}}\n"), "--format", "json");
        Assert.Contains("\"license\":\"Some Rule License 1.1\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correlation_reports_the_ids_of_its_events_over_files_in_any_order()
    {
        var correlation = "\n---\ntitle: Twice\nid: twice\nlevel: critical\ncorrelation: {type: event_count, rules: [root_login], group-by: [ip], timespan: 1m, condition: {gte: 2}}\n";
        var early = """{"eventName":"ConsoleLogin","eventTime":"2026-01-01T10:00:00Z","ip":"192.0.2.1","userIdentity":{"type":"Root"}}""";
        var late = early.Replace("10:00:00", "10:00:30", StringComparison.Ordinal);
        var run = await CommandLine.RunAsync("detect", "run", "--rules", Write("rules/c.yml", Rule + correlation), "--events", Write("a.jsonl", late), Write("b.jsonl", early), "--format", "json");
        var line = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["b.jsonl#0", "a.jsonl#0"], line.GetProperty("events").EnumerateArray().Select(e => e.GetString()!));
        Assert.Equal(("twice", "critical", "192.0.2.1"), (line.GetProperty("rule").GetString(), line.GetProperty("level").GetString(), line.GetProperty("group").GetProperty("ip").GetString()));
    }

    [Fact]
    public async Task Text_for_people_shows_what_would_act_on_their_terminal()
    {
        var rule = Write("rules/t.yml", "title: \"a\\e[2Jb\"\nlevel: low\ndetection:\n  sel: {a: b}\n  condition: sel\n");
        var run = await CommandLine.RunAsync("detect", "run", "--rules", rule, "--events", Write("t.jsonl", "{\"a\":\"b\"}\n"));
        Assert.Contains("a<U+001B>[2Jb", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_rules_and_events_are_said_with_their_place_and_the_others_run()
    {
        var wrong = Write("rules/wrong.yml", "title: w\ndetection:\n  sel: {a|contians: b}\n  condition: sel\n");
        Write("rules/right.yml", "title: r\nid: right\ndetection:\n  sel: {a: b}\n  condition: sel\n");
        var run = await CommandLine.RunAsync("detect", "run", "--rules", Path.Combine(_folder, "rules"), "--events", Write("e.jsonl", "{\"a\":\"b\"}\n{\"a\":\n{\"a\":\"b\"}\n"), "--format", "json");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(2, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{wrong}:3:9: There is no modifier 'contians'. Did you mean 'contains'?", run.Error, StringComparison.Ordinal);
        Assert.Contains("Event 1 is no JSON object", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("detect", "run", "--rules", Path.Combine(_folder, "none"), "--events", wrong)).ExitCode);
    }

    [Fact]
    public async Task Pipelines_and_placeholders_are_given_as_files()
    {
        var rule = Write("rules/p.yml", "title: p\nid: p\ndetection:\n  sel: {Image|expand: '%Tools%'}\n  condition: sel\n");
        var events = Write("p.jsonl", "{\"path\":\"a.exe\"}\n");
        string[] run = ["detect", "run", "--rules", rule, "--events", events, "--format", "json"];
        var without = await CommandLine.RunAsync(run);
        Assert.Contains("%Tools%", without.Error, StringComparison.Ordinal);
        var with = await CommandLine.RunAsync([.. run, "--placeholders", Write("lists.yml", "Tools: [a.exe, b.exe]\n"), "--pipeline", Write("pipe.yml", "name: p\ntransformations:\n  - {type: field_name_mapping, mapping: {Image: path}}\n")]);
        Assert.Contains("\"rule\":\"p\"", with.Output, StringComparison.Ordinal);
    }

    [SharedDataFact("detect/suzaku/correlation")]
    public async Task Suzakus_correlations_load()
    {
        var run = await CommandLine.RunAsync("detect", "run", "--rules", SharedData.Require("detect/suzaku/correlation"), "--events", SharedData.Require("detect/cloudtrail/stratus"), "--format", "json");
        Assert.Contains("and 5 correlations in", run.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
