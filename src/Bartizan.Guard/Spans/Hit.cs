namespace Bartizan.Guard.Spans;

/// <summary>What a detector found, before it becomes a finding: offsets in the text it was shown.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="Length">UTF-16 units.</param>
/// <param name="What">Label, reason and detector, shared by all hits of a kind.</param>
/// <param name="Score">How sure, 0 to 1.</param>
/// <param name="Opened">The encoding that was opened to see it (<c>base64</c>, …), or null.</param>
internal readonly record struct Hit(int Start, int Length, HitKind What, double Score, string? Opened = null)
{
    /// <summary>One past the last unit.</summary>
    public int End => Start + Length;
}

/// <summary>A kind of hit.</summary>
/// <param name="Label">Dotted label, family first.</param>
/// <param name="Inspector">Name shown with its findings.</param>
/// <param name="Reason">Why it fires, in a sentence for people.</param>
internal sealed record HitKind(string Label, string Inspector, string Reason)
{
    /// <summary>Whether it is a secret: what is found inside a secret is not reported beside it.</summary>
    public bool IsSecret { get; } = Label.StartsWith("secret.", StringComparison.Ordinal);
}
