namespace Bartizan.Guard.Spans;

/// <summary>
/// Finds some kinds of span in one pass. Stateless: where to go on is the number it returned last time.
/// The work a call does is linear in the text from there on.
/// </summary>
internal abstract class SpanDetector
{
    /// <summary>Name for findings and failures.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Adds what it finds from <paramref name="from"/> on, and returns where the earliest span begins that it could still find once more text comes:
    /// everything before is settled for this detector. At the end of final text that is the end.
    /// </summary>
    public abstract int Scan(ref SpanText text, int from, List<Hit> hits);

    /// <summary>
    /// Whether the units from <paramref name="added"/> on can end what the detector waits for. Asked only when much text is held, so that a long
    /// candidate is not read again for every character that joins it.
    /// </summary>
    public virtual bool Wakes(ReadOnlySpan<char> text, int added) => !TokenOrPadding.ContainsAll(text[added..]);

    private static readonly CharSet TokenOrPadding = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/.=");
}
