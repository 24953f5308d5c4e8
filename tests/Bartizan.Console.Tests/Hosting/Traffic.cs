using Bartizan.Core.Exchanges;
using Bartizan.Testing;

namespace Bartizan.Console.Tests.Hosting;

/// <summary>Exchanges as the gateway would have recorded them.</summary>
internal static class Traffic
{
    public static ExchangeRecord Exchange(TestConsole console, int number, Verdict verdict = Verdict.Allow, string agent = "agt_1", params string[] labels) => new()
    {
        Id = $"exc_{number:d26}",
        Time = console.Clock.GetUtcNow(),
        Agent = agent,
        AgentName = "support-bot",
        Dialect = "openai-chat",
        Route = "POST /openai/v1/chat/completions",
        Model = "demo-1",
        Upstream = "demo",
        Status = verdict == Verdict.Block ? 403 : 200,
        Verdict = verdict,
        Decisions =
        [
            new Decision
            {
                Verdict = verdict,
                Action = "invokeModel",
                Policies = [verdict == Verdict.Block ? "no-secrets" : "ask", "gone"],
                Code = verdict == Verdict.Block ? "blocked_by_policy" : "",
            },
        ],
        Request =
        [
            new SegmentRecord
            {
                Role = SegmentRole.User,
                Provenance = Provenance.User,
                Path = "messages[0].content",
                Length = 20,
                Digest = new string('a', 64),
                Findings =
                [
                    .. labels.Select((label, i) => new Finding
                    {
                        Label = label,
                        Score = 0.9,
                        Segment = 0,
                        Start = i,
                        Length = 2,
                        Reason = "Because.",
                        Inspector = "test",
                        Contributions = [new Contribution("ignore previous", 1.5, 0, 4)],
                    }),
                ],
            },
        ],
        InputTokens = 10,
        OutputTokens = 20,
        Timing = new ExchangeTiming { Total = 1_000 + number, Overhead = 50 },
    };

    /// <summary>Records an exchange, and lets the views follow.</summary>
    public static async Task<long> RecordAsync(this TestConsole console, ExchangeRecord exchange, bool project = true)
    {
        var position = await console.Store.Events.AppendAsync(exchange);
        if (project)
        {
            await console.Store.ProjectAsync(default);
        }

        return position;
    }
}
