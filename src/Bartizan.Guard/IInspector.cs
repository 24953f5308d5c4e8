using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard;

/// <summary>
/// Looks for one kind of thing in a segment. Pure and thread-safe: a compiled, immutable snapshot.
/// An exception is a failure of this inspector alone; the engine reports it and policy decides what it means.
/// </summary>
public interface IInspector
{
    /// <summary>Short name shown with its findings, e.g. <c>secrets</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it has anything to say of such segments. A streamed text that an inspector judges is held until it is whole, because only the
    /// built-in span inspectors can read along; one that nobody else judges flows.
    /// </summary>
    bool Judges(SegmentRole role, Provenance provenance) => true;

    /// <summary>Adds what it finds. Offsets are in the segment's original text.</summary>
    void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings);
}
