namespace Bartizan.Guard.Arguments;

/// <summary>One dangerous shape, as it stands in the content file.</summary>
/// <param name="Id">Short name, for people who edit the file.</param>
/// <param name="In">Kinds of argument that it is looked for in.</param>
/// <param name="Needs">Text of which some must be there; in lower case.</param>
/// <param name="Pattern">A regular expression over the reading of the value; linear, so no look-around and no back-reference.</param>
/// <param name="Score">How sure, 0 to 1.</param>
/// <param name="Reason">Why it fires, in a sentence for people.</param>
internal sealed record PatternRule(string Id, string[] In, string[] Needs, string Pattern, double Score, string Reason)
{
    /// <summary><see cref="In"/> as flags.</summary>
    public ArgumentKind Kinds { get; } = In.Aggregate(default(ArgumentKind), static (all, kind) => all | Enum.Parse<ArgumentKind>(kind, ignoreCase: true));
}
