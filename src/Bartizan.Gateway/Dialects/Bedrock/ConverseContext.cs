namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>What is gathered while a Converse body is read.</summary>
/// <param name="store">Takes the text.</param>
/// <param name="calls">Takes the calls that a response proposes; null in a request.</param>
internal sealed class ConverseContext(SegmentStore store, List<ProposedToolCall>? calls)
{
    /// <summary>Takes the text.</summary>
    public SegmentStore Store { get; } = store;

    /// <summary>Takes the calls that a response proposes; null in a request, whose calls were decided when they were answers.</summary>
    public List<ProposedToolCall>? Calls { get; } = calls;

    /// <summary>Names of the tools offered.</summary>
    public List<string> Tools { get; } = [];

    /// <summary>The most tokens that the answer may have; null where the request does not say.</summary>
    public long? MostOutput { get; set; }

    /// <summary>Whether text is referred to that does not travel here: a file in S3, or a stored prompt.</summary>
    public bool HidesContext { get; set; }
}
