using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Taint;

/// <summary>
/// What a conversation says about the tool calls that come out of it. Chat clients send all of it with every request, so this needs no memory:
/// the text is sorted by who wrote it, and every value of a call is looked up in it. What is not known to be harmless counts as harmful.
/// </summary>
public sealed class Conversation
{
    private readonly bool _hidesContext;

    private Conversation(bool hidesContext) => _hidesContext = hidesContext;

    /// <summary>Whether text of unknown author is in it, or may be in what the request only refers to.</summary>
    public bool HasUntrusted => _hidesContext || !Untrusted.IsEmpty;

    /// <summary>Whether private data was read in it, or may have been.</summary>
    public bool HasPrivate => _hidesContext || !Private.IsEmpty;

    internal WordText Trusted { get; } = new();

    internal WordText User { get; } = new();

    internal WordText Untrusted { get; } = new();

    internal WordText Private { get; } = new();

    internal WordText Tools { get; } = new();

    internal Origin Nowhere => _hidesContext ? Origin.Unknown : Origin.Model;

    /// <summary>Sorts a request's segments.</summary>
    /// <param name="segments">The segments; their text is read now and not kept.</param>
    /// <param name="isPrivate">Whether a segment of unknown author, by its index, holds private data.</param>
    /// <param name="hidesContext">Whether the request refers to text that it does not carry.</param>
    public static Conversation Of(ReadOnlySpan<Segment> segments, Predicate<int> isPrivate, bool hidesContext)
    {
        var conversation = new Conversation(hidesContext);
        foreach (ref readonly var segment in segments)
        {
            if (segment.Role == SegmentRole.ToolDefinition)
            {
                conversation.Tools.Add(segment.Text);
                continue;
            }

            switch (segment.Provenance)
            {
                case Provenance.Trusted:
                    conversation.Trusted.Add(segment.Text);
                    break;
                case Provenance.User:
                    conversation.User.Add(segment.Text);
                    break;
                case Provenance.Untrusted:
                    conversation.Untrusted.Add(segment.Text);
                    break;
            }

            if (segment.Provenance is Provenance.Untrusted or Provenance.Trusted && segment.Role != SegmentRole.System && isPrivate(segment.Index))
            {
                conversation.Private.Add(segment.Text);
            }
        }

        return conversation;
    }

    /// <summary>Where the arguments of a call can have come from.</summary>
    /// <param name="arguments">JSON, or whatever the model wrote instead.</param>
    public CallTrace Trace(string arguments) => new ArgumentTracer(this).Trace(arguments);
}
