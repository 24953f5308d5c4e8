using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Dialects;

/// <summary>Who speaks in a message or block, unless a part of it says otherwise.</summary>
internal readonly record struct Speaker(SegmentRole Role, Provenance Provenance)
{
    /// <summary>The model, answering.</summary>
    public static Speaker Model => new(SegmentRole.Assistant, Provenance.Model);

    /// <summary>The model, thinking.</summary>
    public static Speaker Reasoning => new(SegmentRole.Reasoning, Provenance.Model);

    /// <summary>The user of the application.</summary>
    public static Speaker User => new(SegmentRole.User, Provenance.User);

    /// <summary>Whoever runs the application.</summary>
    public static Speaker Application => new(SegmentRole.System, Provenance.Trusted);

    /// <summary>Nobody knows who.</summary>
    public static Speaker Unknown => new(SegmentRole.Document, Provenance.Untrusted);

    /// <summary>What a tool returned.</summary>
    public static Speaker Tool => new(SegmentRole.ToolResult, Provenance.Untrusted);

    /// <summary>A document, unless whoever speaks is the application itself.</summary>
    public Speaker Document => new(SegmentRole.Document, Provenance == Provenance.Trusted ? Provenance.Trusted : Provenance.Untrusted);
}
