using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Policy.Tests.History;

public sealed class HistoryLawTests
{
    private static readonly string[] Tools = ["a", "b", "c"];
    private static readonly string[] Labels = ["pii", "injection"];

    private static readonly string[] Wheres =
    [
        "", "where event.outcome == \"allowed\"", "where event.labels.contains(\"pii\")", "where event.tokens > 3 || event.outcome != \"denied\"",
        "where event.resource == resource", "where event.agent == principal && event.tokens <= context.limit", "where !event.labels.containsAny([\"pii\", \"injection\"])",
    ];

    /// <summary>The law: whatever comes, is told later, is asked and is forgotten in between, the answers are those of walking over all events.</summary>
    [Fact]
    public void Answers_are_those_of_the_definition()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Run(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(1_000_000));
    }

    private static void Run(Random random)
    {
        // Each question once, as policies put them together.
        HistoryQuery[] queries = [.. Enumerable.Range(0, 6).Select(_ => Past.Query(Query(random))).DistinctBy(q => q.Text)];
        var timeline = new HistoryTimeline();
        var all = new List<HistoryEvent>();
        var clock = 0L;
        for (var step = 0; step < 60; step++)
        {
            clock += random.Next(4) * random.Next(4);
            switch (random.Next(8))
            {
                case < 4:
                    all.Add(Event(random, clock));
                    timeline.Add(all[^1]);
                    break;
                case 4 when all.Count > 0:
                    var at = random.Next(all.Count);
                    all[at] = Event(random, 0) with { Time = all[at].Time, Resource = all[at].Resource };
                    timeline.Replace(at, all[at]);
                    break;
                case 5:
                    timeline.Forget((clock - 60) * Past.Second); // no window is longer
                    break;
                default:
                    var request = Past.Request with
                    {
                        Resource = new("Tool", Tools[random.Next(3)]),
                        Context = new CedarRecord([new("limit", new CedarLong(random.Next(6)))]),
                    };
                    var own = random.Next(3) == 0 ? null : Event(random, clock) with { Action = request.Action, Resource = request.Resource, Outcome = HistoryOutcome.Allowed };
                    var answers = timeline.Ask(queries, request, EntityStore.Empty, clock * Past.Second, own)!;
                    foreach (var query in queries)
                    {
                        Assert.True(answers.TryGet(query.Text, out var answer));
                        Assert.True(Definition.Of(query, all, request, clock * Past.Second, own).Equals(answer), $"{query.Text} at {clock}: {answer}");
                    }

                    break;
            }
        }
    }

    private static string Query(Random random) => random.Next(5) switch
    {
        0 => $"formerly within {Window(random)} {Pattern(random)}",
        1 => $"count within {Window(random)} {Pattern(random)}",
        2 => $"sum within {Window(random)} {Pattern(random)}.{(random.Next(2) == 0 ? "tokens" : "sensitivity")}",
        3 => $"sum {(random.Next(2) == 0 ? "with this " : "")}within {Window(random)} {Call(random)}.number(\"amount\", \"{(random.Next(2) == 0 ? "0.5 " : "")}EUR\", 9)",
        _ => $"no {Pattern(random)} since within {Window(random)} {Pattern(random)}",
    };

    private static string Window(Random random) => $"{random.Next(1, 61)}s";

    private static string Call(Random random) =>
        $"event(action == Action::\"callTool\", resource == Tool::\"{Tools[random.Next(3)]}\"{(Wheres[random.Next(Wheres.Length)] is { Length: > 0 } where ? $", {where}" : "")})";

    private static string Pattern(Random random)
    {
        string[] parts =
        [
            random.Next(3) switch { 0 => "action == Action::\"callTool\"", 1 => "action in [Action::\"read\", Action::\"callTool\"]", _ => "" },
            random.Next(3) switch { 0 => $"resource == Tool::\"{Tools[random.Next(3)]}\"", 1 => "resource is Tool", _ => "" },
            Wheres[random.Next(Wheres.Length)],
        ];
        return $"event({string.Join(", ", parts.Where(p => p.Length > 0))})";
    }

    private static HistoryEvent Event(Random random, long seconds) => Past.Event(
        seconds, Tools[random.Next(3)], random.Next(3) == 0 ? "read" : "callTool", (HistoryOutcome)random.Next(3), random.Next(8), [.. Labels.Where(_ => random.Next(3) == 0)]) with
    {
        Sensitivity = random.Next(4),
        Numbers = new Dictionary<string, decimal> { ["amount EUR"] = random.Next(10) / 4m },
    };
}
