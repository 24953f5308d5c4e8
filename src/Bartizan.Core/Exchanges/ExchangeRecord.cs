using Bartizan.Core.Budgets;

namespace Bartizan.Core.Exchanges;

/// <summary>What is kept of one exchange: who, what, decided how, found what. Holds no prompt text in clear.</summary>
public sealed record ExchangeRecord
{
    /// <summary>Id, prefix <c>exc</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When the request's first byte arrived, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Agent id of the principal, or null when the key was not known.</summary>
    public string? Agent { get; init; }

    /// <summary>Agent's name at that time.</summary>
    public string? AgentName { get; init; }

    /// <summary>Who answered for the agent at that time; null when the key was not known.</summary>
    public string? Owner { get; init; }

    /// <summary>The agent's tags at that time; null when it had none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The access token that it came with; null when it came with a key.</summary>
    public TokenRecord? Token { get; init; }

    /// <summary>The agent's blueprint and its version, <c>name@version</c>; null when it had none.</summary>
    public string? Blueprint { get; init; }

    /// <summary>Dialect: <c>openai-chat</c>, <c>anthropic-messages</c>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Method and path as asked.</summary>
    public required string Route { get; init; }

    /// <summary>Model asked for; empty when the request could not be read.</summary>
    public string Model { get; init; } = "";

    /// <summary>Upstream that served it, or null when it was never forwarded.</summary>
    public string? Upstream { get; init; }

    /// <summary>The upstream's dialect when it is not the client's, so that the exchange was translated: the response's segments stand at its paths.</summary>
    public string? UpstreamDialect { get; init; }

    /// <summary>Whether the client asked for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>HTTP status the client got.</summary>
    public required int Status { get; init; }

    /// <summary>The strongest verdict of all decisions.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>How forwarding failed, e.g. <c>UpstreamTimeout</c>; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Every decision, in order of making.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>The request's segments.</summary>
    public IReadOnlyList<SegmentRecord> Request { get; init; } = [];

    /// <summary>The response's segments.</summary>
    public IReadOnlyList<SegmentRecord> Response { get; init; } = [];

    /// <summary>Version and digest of the model that gave segments their scores; null when none did.</summary>
    public string? InjectionModel { get; init; }

    /// <summary>Inspectors that failed, with the reason.</summary>
    public IReadOnlyList<string> GuardFailures { get; init; } = [];

    /// <summary>What was replaced by tokens and restored; null when nothing was.</summary>
    public MaskingRecord? Masking { get; init; }

    /// <summary>The highest sensitivity label of anything in it and of its session; null for public.</summary>
    public Sensitivity? Sensitivity { get; init; }

    /// <summary>Tokens as the upstream counted them, where it said.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens as the upstream counted them, where it said.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>How often an upstream was asked.</summary>
    public int Attempts { get; init; }

    /// <summary>What it spent of each budget that applied.</summary>
    public IReadOnlyList<SpentRecord> Spent { get; init; } = [];

    /// <summary>Where the time went.</summary>
    public ExchangeTiming Timing { get; init; } = new();
}

/// <summary>What an exchange spent of one budget.</summary>
public sealed record SpentRecord
{
    /// <summary>The budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>What it counts.</summary>
    public required BudgetUnit Unit { get; init; }

    /// <summary>ISO 4217 code where it counts money, else null.</summary>
    public string? Currency { get; init; }

    /// <summary>How much; money in whole units of its currency.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Whether tokens were counted by the gateway because the upstream did not say.</summary>
    public bool Estimated { get; init; }
}

/// <summary>What is kept of one segment.</summary>
public sealed record SegmentRecord
{
    public required SegmentRole Role { get; init; }

    public required Provenance Provenance { get; init; }

    public required string Path { get; init; }

    /// <summary>UTF-16 units of the text as inspected.</summary>
    public required int Length { get; init; }

    /// <summary>HMAC-SHA-256 of the UTF-8 text under the store's digest key, lower-case hex: equal texts are recognised, the text is not recoverable.</summary>
    public required string Digest { get; init; }

    /// <summary>The injection model's score in millionths, also where it was too low for a finding; null when the segment was not judged.</summary>
    public int? Injection { get; init; }

    /// <summary>Findings in this segment.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The text's sensitivity label: by its findings, its document's metadata and the request's header; null for public.</summary>
    public Sensitivity? Sensitivity { get; init; }

    /// <summary>The text, sealed under the store's data key (base64), when recording of content is switched on; else null.</summary>
    public string? Sealed { get; init; }
}

/// <summary>Where the time of an exchange went, in microseconds.</summary>
public sealed record ExchangeTiming
{
    /// <summary>First byte in to last byte out.</summary>
    public long Total { get; init; }

    /// <summary>Reading the request from the client.</summary>
    public long Receive { get; init; }

    /// <summary>Identity, inspection and policy on the request.</summary>
    public long InspectRequest { get; init; }

    /// <summary>From forwarding the request to the upstream's first response byte.</summary>
    public long UpstreamFirstByte { get; init; }

    /// <summary>Inspection and policy on the response.</summary>
    public long InspectResponse { get; init; }

    /// <summary>Waiting for the record to be durable.</summary>
    public long Record { get; init; }

    /// <summary>All that Bartizan itself added: the value of <c>x-bartizan-overhead-us</c>, completed for streams.</summary>
    public long Overhead { get; init; }
}
