namespace Bartizan.Core.Exchanges;

/// <summary>
/// One piece of text in an exchange. <see cref="Text"/> may lie in a rented buffer: it is valid until the reading that made it is disposed.
/// </summary>
/// <param name="Index">Place among the segments of its message, from 0.</param>
/// <param name="Role">What part of the conversation it is.</param>
/// <param name="Provenance">Whose words it holds.</param>
/// <param name="Path">Where it stands in the message, e.g. <c>messages[2].content[0].text</c>.</param>
/// <param name="Text">The decoded text; offsets of findings count its UTF-16 units.</param>
public readonly record struct Segment(int Index, SegmentRole Role, Provenance Provenance, string Path, ReadOnlyMemory<char> Text);
