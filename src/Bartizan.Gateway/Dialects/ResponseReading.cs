namespace Bartizan.Gateway.Dialects;

/// <summary>What a dialect found in a complete response.</summary>
public sealed class ResponseReading : Reading
{
    internal ResponseReading(ReadOnlyMemory<byte> body)
        : base(body)
    {
    }

    /// <summary>Tool calls the model proposes, in order.</summary>
    public IReadOnlyList<ProposedToolCall> ToolCalls { get; internal set; } = [];

    /// <summary>Why the model stopped, one per choice, in the dialect's own words.</summary>
    public IReadOnlyList<string> StopReasons { get; internal set; } = [];

    /// <summary>Tokens as the upstream counted them.</summary>
    public TokenUsage Usage { get; internal set; }
}
