namespace Bartizan.Policy.Syntax;

/// <summary>A stretch of source text in UTF-16 units; empty for what was not read from text.</summary>
internal readonly record struct SourceSpan(int Start, int Length)
{
    public int End => Start + Length;

    public SourceSpan To(SourceSpan other) => new(Start, other.End - Start);
}
