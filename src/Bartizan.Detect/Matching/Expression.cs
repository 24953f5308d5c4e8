namespace Bartizan.Detect.Matching;

/// <summary>A rule's whole condition over atoms.</summary>
internal abstract record Expression
{
    /// <summary>All of several, the one where there is one.</summary>
    public static Expression AllOf(IReadOnlyList<Expression> parts) => parts.Count == 1 ? parts[0] : new JoinedExpression(true, [.. parts]);

    /// <summary>Any of several, the one where there is one.</summary>
    public static Expression AnyOf(IReadOnlyList<Expression> parts) => parts.Count == 1 ? parts[0] : new JoinedExpression(false, [.. parts]);

    /// <summary>Whether it holds for the event that <paramref name="match"/> is about.</summary>
    public abstract bool Holds(EventMatch match);

    /// <summary>All atoms in it.</summary>
    public IEnumerable<Atom> Atoms() => this switch
    {
        AtomExpression atom => [atom.Atom],
        JoinedExpression joined => joined.Parts.SelectMany(p => p.Atoms()),
        NegatedExpression negated => negated.Part.Atoms(),
        _ => [],
    };
}

/// <summary>One atom.</summary>
internal sealed record AtomExpression(Atom Atom) : Expression
{
    /// <inheritdoc/>
    public override bool Holds(EventMatch match) => match.Holds(Atom);
}

/// <summary>All or any of several.</summary>
internal sealed record JoinedExpression(bool All, Expression[] Parts) : Expression
{
    /// <inheritdoc/>
    public override bool Holds(EventMatch match)
    {
        foreach (var part in Parts)
        {
            if (part.Holds(match) != All)
            {
                return !All;
            }
        }

        return All;
    }
}

/// <summary>Not.</summary>
internal sealed record NegatedExpression(Expression Part) : Expression
{
    /// <inheritdoc/>
    public override bool Holds(EventMatch match) => !Part.Holds(match);
}
