using System.Text.RegularExpressions;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Matching;

/// <summary>What an atom asks of a field's values.</summary>
internal enum AtomKind
{
    /// <summary>Some value is, begins with, ends with or contains one of some texts, case ignored. Found by the index.</summary>
    Text,

    /// <summary>Some value is an address in a network. Found by the index.</summary>
    Network,

    /// <summary>The field is there, also null. Found by the index.</summary>
    Present,

    /// <summary>The field is absent or null.</summary>
    Null,

    /// <summary>Some value fits a text with wildcards, or regards case.</summary>
    Glob,

    /// <summary>Some value fits a regular expression.</summary>
    Regex,

    /// <summary>Some value, or a part of its date, compares with a number.</summary>
    Compare,

    /// <summary>Some value compares with some value of another field.</summary>
    FieldReference,
}

/// <summary>Where in a value a text stands.</summary>
internal enum TextShape
{
    Equals,
    StartsWith,
    EndsWith,
    Contains,
}

/// <summary>A text to find, folded, in UTF-8.</summary>
internal readonly record struct Literal(TextShape Shape, byte[] Text);

/// <summary>One question about one field; the same question of several rules is one atom.</summary>
/// <param name="Id">Number in the engine, from 0.</param>
/// <param name="Field">The field, or null for any value of the event.</param>
/// <param name="Kind">What it asks.</param>
internal sealed record Atom(int Id, string? Field, AtomKind Kind)
{
    /// <summary>The texts of a <see cref="AtomKind.Text"/>.</summary>
    public IReadOnlyList<Literal> Literals { get; init; } = [];

    /// <summary>The networks of a <see cref="AtomKind.Network"/>.</summary>
    public IReadOnlyList<Network> Networks { get; init; } = [];

    public Glob? Glob { get; init; }

    public Regex? Regex { get; init; }

    public Comparison? Comparison { get; init; }

    /// <summary>The other field, and how the value compares with its value.</summary>
    public (string Field, TextShape Shape, bool Cased)? Other { get; init; }

    /// <summary>An indexed atom that holds whenever this one does; null for none.</summary>
    public Atom? Before { get; init; }

    /// <summary>Whether the index finds it; the others are asked for when a rule comes to them.</summary>
    public bool IsIndexed => Kind is AtomKind.Text or AtomKind.Network or AtomKind.Present;

    // Records compare by their parts; an atom is itself.
    public bool Equals(Atom? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Id;
}
