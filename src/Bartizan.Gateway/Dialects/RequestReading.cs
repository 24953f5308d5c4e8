using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Dialects;

/// <summary>What a dialect found in a request.</summary>
public class RequestReading : Reading
{
    private bool _hidesContext;
    private string?[]? _digests;

    internal RequestReading(ReadOnlyMemory<byte> body)
        : base(body)
    {
    }

    /// <summary>The model asked for; empty when the reading failed.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>Whether the client asked for a stream.</summary>
    public bool Stream { get; internal set; }

    /// <summary>
    /// Whether the request refers to text that its sender does not send, because the upstream keeps it (an earlier response, a conversation, a stored
    /// item or prompt, an uploaded file) or will fetch it (a document's address). The gateway cannot inspect that text here; policy may refuse such a request.
    /// </summary>
    public bool HidesContext
    {
        get => _hidesContext || Store.HidesContext;
        internal set => _hidesContext = value;
    }

    /// <summary>Tokens that each answer may have at most, as the client asked; <see cref="long.MaxValue"/> when it asked in a way that cannot be read; null when it did not.</summary>
    public long? MostOutput { get; internal set; }

    /// <summary>How many answers the client asked for.</summary>
    public long Answers { get; internal set; } = 1;

    /// <summary>The id of a conversation that the upstream keeps and this request goes on with; null when it names none.</summary>
    public string? Conversation { get; internal set; }

    /// <summary>Names of the tools offered to the model, in order.</summary>
    public IReadOnlyList<string> Tools { get; internal set; } = [];

    /// <summary>The tool that returned a segment, where the conversation tells; else null.</summary>
    public string? ToolOf(int segment) => Store.ToolOf(segment);

    /// <summary>The keyed digest of a segment's text, worked out once: verdicts and sessions are found by it, and the record keeps it.</summary>
    internal string DigestOf(int segment, IContentProtector content) =>
        (_digests ??= new string?[Segments.Length])[segment] ??= content.Digest(Segments[segment].Text.Span);

    /// <summary>Takes what trusted tools returned for the application's own word.</summary>
    internal void Trust(ToolTable tools)
    {
        if (!tools.TrustsAny)
        {
            return;
        }

        foreach (ref readonly var segment in Segments)
        {
            if (segment is { Role: SegmentRole.ToolResult, Provenance: Provenance.Untrusted } && ToolOf(segment.Index) is { } tool && tools.TrustsResults(tool))
            {
                Store.Attribute(segment.Index, Provenance.Trusted);
            }
        }
    }
}
