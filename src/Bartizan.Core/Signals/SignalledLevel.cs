namespace Bartizan.Core.Signals;

/// <summary>What a provider signals of a person that goes up and down.</summary>
public enum LevelKind
{
    /// <summary>How likely it is that somebody else acts as the person, or on their device or session: <c>LOW</c>, <c>MEDIUM</c>, <c>HIGH</c> (CAEP 1.0 section 3.8).</summary>
    Risk,

    /// <summary>How sure the provider is of who it is, a word of a namespace: <c>NIST-AAL:nist-aal2</c> (CAEP 1.0 section 3.4).</summary>
    Assurance,

    /// <summary>Whether a device is as its organisation wants it: <c>compliant</c>, <c>not-compliant</c> (CAEP 1.0 section 3.5).</summary>
    Compliance,
}

/// <summary>One level as it was signalled last.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Scope">Of which it is the level, where a person has several: the namespace, or what stands for a device or session; empty for the person's only one. A later signal of the same kind and scope takes its place.</param>
/// <param name="Value">The level, one of its kind's words.</param>
public sealed record SignalledLevel(LevelKind Kind, string Scope, string Value)
{
    /// <summary>The level of who is likely themselves.</summary>
    public const string Low = "LOW";

    /// <summary>The level between.</summary>
    public const string Medium = "MEDIUM";

    /// <summary>The level of who likely is not.</summary>
    public const string High = "HIGH";

    /// <summary>The status of a device that is as it must be.</summary>
    public const string Compliant = "compliant";

    /// <summary>The status of one that is not.</summary>
    public const string NotCompliant = "not-compliant";

    /// <summary>Until when it counts; the end of time for what speaks against the person, which only the provider takes back.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether it speaks against the person. What speaks for them counts only while the session lasts in which it was signalled.</summary>
    public bool IsAgainst => Value is Medium or High or NotCompliant;
}
