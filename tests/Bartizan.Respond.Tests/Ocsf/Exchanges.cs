using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;

namespace Bartizan.Respond.Tests.Ocsf;

/// <summary>One recorded event of each kind that the mapping tells apart.</summary>
internal static class Exchanges
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 8, 0, 0, 250, TimeSpan.Zero);

    public static ExchangeRecord Answered { get; } = new()
    {
        Id = "exc_answered",
        Time = Time,
        Agent = "agt_1",
        AgentName = "billing-bot",
        Dialect = "openai-chat",
        Route = "POST /openai/v1/chat/completions",
        Model = "gpt-test",
        Upstream = "openai",
        Stream = true,
        Status = 200,
        Verdict = Verdict.Allow,
        Decisions = [Decision(Verdict.Allow, "invokeModel", "default-allow"), Decision(Verdict.Allow, "returnAnswer", "default-allow")],
        Request = [Segment("messages[0].content")],
        Response = [Segment("choices[0].message.content")],
        InputTokens = 12,
        OutputTokens = 34,
        Timing = new ExchangeTiming { Total = 812_345, UpstreamFirstByte = 300_000, Overhead = 1_100 },
    };

    public static IReadOnlyDictionary<string, StoredEvent> All { get; } = new Dictionary<string, StoredEvent>
    {
        ["allowed"] = Stored(Answered),
        ["redacted"] = Stored(Answered with
        {
            Id = "exc_redacted",
            Verdict = Verdict.Redact,
            Request = [Segment("messages[0].content", Finding("pii.email", 0.98))],
            Decisions = [Decision(Verdict.Redact, "invokeModel", "mask-mail") with { Redact = ["pii.*"] }, Decision(Verdict.Allow, "returnAnswer", "default-allow")],
        }),
        ["blocked"] = Stored(Answered with
        {
            Id = "exc_blocked",
            Status = 403,
            Verdict = Verdict.Block,
            Upstream = null,
            InputTokens = null,
            OutputTokens = null,
            Response = [],
            Request = [Segment("messages[1].content", Finding("injection", 0.83), Finding("secret.aws-access-key", 1))],
            Decisions = [Decision(Verdict.Block, "invokeModel", "no-secrets") with { Code = "secret_in_request", Message = "Secrets must not leave." }],
        }),
        ["held"] = Stored(Answered with
        {
            Id = "exc_held",
            Status = 403,
            Verdict = Verdict.Hold,
            Decisions =
            [
                Decision(Verdict.Allow, "invokeModel", "default-allow"),
                Decision(Verdict.Hold, "callTool", "ask-before-paying") with { Code = "held_for_approval", Message = "Payments are approved by a person.", HoldFor = "finance" },
            ],
        }),
        ["stranger"] = Stored(new ExchangeRecord
        {
            Id = "exc_stranger",
            Time = Time,
            Dialect = "openai-chat",
            Route = "POST /openai/v1/chat/completions",
            Status = 401,
            Verdict = Verdict.Block,
        }),
        ["failed"] = Stored(Answered with { Id = "exc_failed", Status = 502, Failure = "UpstreamConnect", Response = [], InputTokens = null, OutputTokens = null }),
        ["other"] = new StoredEvent(9, new EventRecord { Id = "evt_1", Time = Time, Source = "gateway", Kind = "configuration.rejected", Json = "{\n  \"errors\": [\"line 3\"]\n}"u8.ToArray() }),
        ["unreadable"] = new StoredEvent(10, new EventRecord { Id = "exc_broken", Time = Time, Source = "gateway", Kind = "exchange", Json = "not json\n"u8.ToArray() }),
    };

    public static StoredEvent Stored(ExchangeRecord exchange) => new(7, new EventRecord
    {
        Id = exchange.Id,
        Time = exchange.Time,
        Source = "gateway",
        Kind = "exchange",
        Json = JsonSerializer.SerializeToUtf8Bytes(exchange, EventJsonContext.Default.ExchangeRecord),
    });

    private static Decision Decision(Verdict verdict, string action, string policy) => new() { Verdict = verdict, Action = action, Policies = [policy] };

    private static SegmentRecord Segment(string path, params Finding[] findings) =>
        new() { Role = SegmentRole.User, Provenance = Provenance.User, Path = path, Length = 80, Digest = "ab12", Findings = findings, Sealed = "c2VhbGVkIHRleHQ=" };

    private static Finding Finding(string label, double score) =>
        new() { Label = label, Score = score, Segment = 0, Start = 5, Length = 20, Reason = "It looks like one.", Inspector = "spans" };
}
