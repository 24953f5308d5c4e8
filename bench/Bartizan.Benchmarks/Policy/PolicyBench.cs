using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Json;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Benchmarks.Policy;

/// <summary>Decisions a second at 10 to 10,000 policies: agents, groups, tools, and conditions on attributes, labels and time.</summary>
internal static class PolicyBench
{
    private const int Requests = 256;

    public static int Run()
    {
        Console.WriteLine(Measurement.Header);
        var ten = Decide(10);
        var thousand = Decide(1_000);
        foreach (var measurement in new[] { Yardstick(), ten, Decide(100), thousand, Decide(10_000), Defaults(), Reading(), Backtest(reads: true), Backtest(reads: false), Matrix() })
        {
            Console.WriteLine(measurement);
        }

        Console.WriteLine();
        Bar("10 policies: at least 500,000 decisions/s", ten.P50 <= 2_000);
        Bar("1,000 policies: p50 at most 5 µs", thousand.P50 <= 5_000);
        return 0;
    }

    private static void Bar(string what, bool holds) => Console.WriteLine($"{(holds ? "holds " : "MISSED")} {what}");

    private static Measurement Decide(int policies)
    {
        var engine = new PolicyEngine(PolicySet.Parse(World.Policies(policies)));
        var entities = World.Entities(policies);
        var requests = World.Requests(policies, Requests);
        var allowed = requests.Count(r => engine.Authorize(r, entities).Allowed);
        if (allowed is 0 or Requests)
        {
            throw new InvalidOperationException("Every request is decided alike: this would measure nothing.");
        }

        return Harness.Measure(
            $"decide, {policies.ToString("N0", CultureInfo.InvariantCulture)} policies ({100 * allowed / Requests} % allowed)",
            () =>
            {
                foreach (var request in requests)
                {
                    engine.Authorize(request, entities);
                }
            },
            Requests);
    }

    private static Measurement Defaults()
    {
        var engine = new PolicyEngine(PolicySet.Parse(File.ReadAllText(RepositoryFile("content/policies/default.cedar"))));
        var agent = new EntityUid("Agent", "support-bot");
        var entities = new EntityStore([new Entity(agent)]);
        var labels = CedarSet.OfStrings(["pii", "pii.email"]);
        return Harness.Measure("decide, the gateway's default policies, context built", () => engine.Authorize(
            new AuthorizationRequest(agent, new EntityUid("Action", "invokeModel"), new EntityUid("Model", "demo"), new CedarRecord((KeyValuePair<string, CedarValue>[])
            [
                new("labels", labels),
                new("untrustedLabels", CedarSet.Empty),
                new("injection", new CedarLong(120)),
                new("stream", CedarBool.True),
            ])),
            entities));
    }

    private static Measurement Reading()
    {
        var text = World.Policies(1_000);
        return Harness.Measure("parse, index and compile, each of 1,000 policies", () => _ = new PolicyEngine(PolicySet.Parse(text)), 1_000);
    }

    // As bartizan policy backtest does it, but for the reading of the file: JSON of an exchange with two decisions, then each asked again.
    private static Measurement Backtest(bool reads)
    {
        var asked = new AskedQuestion { Labels = ["pii.email"], Context = new RawJson("""{"tools":["get_weather"],"sensitivity":{"level":1,"name":"internal"}}"""u8.ToArray()) };
        SegmentRecord segment = new() { Role = SegmentRole.User, Provenance = Provenance.User, Path = "messages[0].content", Length = 100, Digest = new string('a', 64), Injection = 1_000 };
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new ExchangeRecord
            {
                Id = "exc_1",
                Time = default,
                Agent = "agt_1",
                AgentName = "bot",
                Owner = "jo@example.com",
                Tags = new Dictionary<string, string> { ["team"] = "red" },
                Dialect = "openai-chat",
                Route = "POST /openai/v1/chat/completions",
                Model = "demo",
                Status = 200,
                Verdict = Verdict.Redact,
                Decisions =
                [
                    new() { Verdict = Verdict.Redact, Action = "invokeModel", Policies = ["agents-ask-models"], Redact = ["pii.* except pii.person pii.address pii.location pii.postcode", "secret.*"], Asked = asked },
                    new() { Verdict = Verdict.Allow, Action = "returnAnswer", Policies = ["agents-get-answers"], Asked = new() { AsFirst = true } },
                ],
                Request = [segment, segment, segment],
                Response = [segment],
            },
            EventJsonContext.Default.ExchangeRecord);
        var recorded = new RecordedDecisions(new HashSet<string>());
        var tester = new Backtester(new PolicyEngine(PolicySet.Parse(File.ReadAllText(RepositoryFile("content/policies/default.cedar")))));
        var read = recorded.Of(RecordedDecisions.Read(json)!)!;
        return Harness.Measure(
            reads ? "backtest, each recorded decision, default policies" : "the same without reading the record",
            () =>
            {
                foreach (var decision in reads ? recorded.Of(RecordedDecisions.Read(json)!)! : read)
                {
                    if (tester.Ask(decision).Outcome != BacktestOutcome.Same)
                    {
                        throw new InvalidOperationException("The decision is not the recorded one: this would measure something else.");
                    }
                }
            },
            2);
    }

    private static Measurement Matrix()
    {
        var policies = PolicySet.Parse(File.ReadAllText(RepositoryFile("content/policies/default.cedar")));
        var entities = new EntityStore(
        [
            .. Enumerable.Range(0, 500).Select(i => new Entity(new EntityUid("Agent", $"a{i}"))),
            .. Enumerable.Range(0, 300).Select(i => new Entity(new EntityUid("Tool", $"t{i}"))),
        ]);
        return Harness.Measure("matrix of 500 agents and 300 tools, default policies", () => PermissionMatrix.Of(policies, MatrixQuestion.Of(entities, null, policies)));
    }

    // What the machine is worth at this moment: about 650 ns on an idle core of 2024.
    private static Measurement Yardstick()
    {
        var data = new byte[1024];
        var hash = new byte[SHA256.HashSizeInBytes];
        return Harness.Measure("yardstick: SHA-256 of 1 KB", () => SHA256.HashData(data, hash));
    }

    private static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bartizan.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? ".", path);
    }

    /// <summary>A made-up company: every tenth policy speaks of everybody, the others of one agent, group or tool each.</summary>
    private static class World
    {
        public static string Policies(int count)
        {
            var text = new StringBuilder();
            for (var i = 0; i < count; i++)
            {
                text.AppendLine((i % 10) switch
                {
                    0 when i < 100 => $$"""forbid (principal, action, resource) when { context.labels.contains("canary.{{i}}") };""",
                    1 => $$"""permit (principal in Team::"t{{i / 10}}", action == Action::"call", resource in Server::"s{{i / 10}}") when { principal.depth < 3 };""",
                    2 => $$"""permit (principal == Agent::"a{{i / 10}}", action, resource) when { resource has cost && resource.cost <= 50 };""",
                    3 => $$"""forbid (principal == Agent::"a{{i / 10}}", action == Action::"call", resource) when { context.hour >= 22 || context.hour < 6 };""",
                    4 => $$"""permit (principal, action in [Action::"read", Action::"call"], resource == Tool::"x{{i}}") unless { context.labels.containsAny(["secret", "pii"]) };""",
                    5 => $$"""permit (principal in Team::"t{{i / 10}}", action == Action::"read", resource is Tool) when { context.ip.isInRange(ip("10.0.0.0/8")) };""",
                    6 => $$"""forbid (principal, action, resource in Server::"s{{i / 10}}") when { principal.owner == "nobody" };""",
                    7 => $$"""permit (principal is Agent in Team::"t{{i / 10}}", action == Action::"ask", resource) when { context.path like "/public/*" };""",
                    8 => $$"""permit (principal == Agent::"b{{i}}", action == Action::"call", resource == Tool::"x{{i}}");""",
                    _ => $$"""forbid (principal in Team::"u{{i}}", action, resource) when { context.amount > 100 + 2 * principal.depth };""",
                });
            }

            return text.ToString();
        }

        public static EntityStore Entities(int policies)
        {
            var groups = Math.Max(1, policies / 10);
            var entities = new List<Entity>();
            for (var i = 0; i < groups; i++)
            {
                entities.Add(new Entity(new EntityUid("Team", $"t{i}")) { Parents = [new EntityUid("Org", "acme")] });
                entities.Add(new Entity(new EntityUid("Agent", $"a{i}"))
                {
                    Parents = [new EntityUid("Team", $"t{i}"), new EntityUid("Team", $"t{(i + 1) % groups}")],
                    Attributes = new CedarRecord([new("depth", new CedarLong(i % 5)), new("owner", new CedarString("ana"))]),
                });
                entities.Add(new Entity(new EntityUid("Tool", $"x{(10 * i) + 4}"))
                {
                    Parents = [new EntityUid("Server", $"s{i}")],
                    Attributes = new CedarRecord([new("cost", new CedarLong(i % 100))]),
                });
            }

            return new EntityStore(entities);
        }

        public static AuthorizationRequest[] Requests(int policies, int count)
        {
            var groups = Math.Max(1, policies / 10);
            var random = new Random(7);
            var ip = CedarIp.TryParse("10.1.2.3", out var address) ? address : throw new InvalidOperationException();
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                var agent = random.Next(groups);
                var tool = random.Next(3) == 0 ? agent : random.Next(groups);
                return new AuthorizationRequest(
                    new EntityUid("Agent", $"a{agent}"),
                    new EntityUid("Action", random.Next(2) == 0 ? "call" : "read"),
                    new EntityUid("Tool", $"x{(10 * tool) + 4}"),
                    new CedarRecord((KeyValuePair<string, CedarValue>[])
                    [
                        new("labels", random.Next(4) == 0 ? CedarSet.OfStrings(["pii", "pii.email"]) : random.Next(4) == 0 ? CedarSet.OfStrings(["canary.0"]) : CedarSet.Empty),
                        new("hour", new CedarLong(random.Next(24))),
                        new("amount", new CedarLong(random.Next(200))),
                        new("path", new CedarString("/public/a")),
                        new("ip", ip),
                    ]));
            })];
        }
    }
}
