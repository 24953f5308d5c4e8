namespace Bartizan.Gateway.Telemetry;

/// <summary>
/// Names under which the gateway offers spans and measurements to whoever listens in this process. While nobody does, nothing is made or measured.
/// Conventions: OpenTelemetry's semantic conventions for generative AI, status Development.
/// </summary>
public static class TelemetrySources
{
    /// <summary>Activity source of one span for each exchange, and meter of all instruments.</summary>
    public const string Gateway = "Bartizan.Gateway";

    /// <summary>Activity source of MCP messages.</summary>
    public const string Mcp = "Bartizan.Gateway.Mcp";

    /// <summary>Activity source of guardrail spans: a proposal to the conventions, so by itself and only listened to on request.</summary>
    public const string Guardrails = "Bartizan.Gateway.Guardrails";

    /// <summary>Instruments as of the conventions' last published version, 1.41.</summary>
    public static IReadOnlyList<string> Published { get; } =
        [GenAiMetrics.OperationDuration, GenAiMetrics.TokenUsage, GenAiMetrics.OperationFirstChunk, GenAiMetrics.OperationChunk];

    /// <summary>Instruments as the conventions' own repository has them since: inference apart from other operations, tokens as counters.</summary>
    public static IReadOnlyList<string> Latest { get; } =
    [
        GenAiMetrics.InferenceDuration, GenAiMetrics.InferenceFirstChunk, GenAiMetrics.InferenceChunk,
        GenAiMetrics.InputTokens, GenAiMetrics.OutputTokens, GenAiMetrics.InputTokensPerOperation, GenAiMetrics.OutputTokensPerOperation,
    ];
}
