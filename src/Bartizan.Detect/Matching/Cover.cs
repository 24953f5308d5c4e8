namespace Bartizan.Detect.Matching;

/// <summary>
/// Chooses for a condition indexed atoms of which at least one is set whenever it holds, such that they are set seldom; a condition that may
/// hold with none of them set has no cover, and its rule is asked of every event.
/// </summary>
internal static class Cover
{
    /// <summary>The atoms and how often they are thought to be set, or null; <paramref name="uses"/> says how many rules ask for each.</summary>
    public static (HashSet<Atom> Atoms, double Cost)? Of(Expression expression, IReadOnlyDictionary<Atom, int> uses, bool negated = false) => expression switch
    {
        AtomExpression { Atom: var atom } => negated ? null : OfAtom(atom, uses),
        NegatedExpression not => Of(not.Part, uses, !negated),
        JoinedExpression joined => joined.All != negated ? Cheapest(joined.Parts, uses, negated) : Together(joined.Parts, uses, negated),
        _ => null,
    };

    private static (HashSet<Atom>, double)? OfAtom(Atom atom, IReadOnlyDictionary<Atom, int> uses)
    {
        var indexed = atom.IsIndexed ? atom : atom.Before;
        return indexed is null ? null : ([indexed], Cost(indexed) * (1 + uses.GetValueOrDefault(indexed) / 8.0));
    }

    private static (HashSet<Atom>, double)? Cheapest(Expression[] parts, IReadOnlyDictionary<Atom, int> uses, bool negated)
    {
        (HashSet<Atom> Atoms, double Cost)? best = null;
        foreach (var part in parts)
        {
            if (Of(part, uses, negated) is var (atoms, cost) && (best is null || cost < best.Value.Cost))
            {
                best = (atoms, cost);
            }
        }

        return best;
    }

    private static (HashSet<Atom>, double)? Together(Expression[] parts, IReadOnlyDictionary<Atom, int> uses, bool negated)
    {
        var all = new HashSet<Atom>();
        var sum = 0.0;
        foreach (var part in parts)
        {
            if (Of(part, uses, negated) is not var (atoms, cost))
            {
                return null;
            }

            all.UnionWith(atoms);
            sum += cost;
        }

        return (all, sum);
    }

    // A guess: long texts are rarer than short ones, whole values rarer than parts, numbers and truth values common, and what many rules ask for
    // is what many events have.
    private static double Cost(Atom atom) => atom.Kind switch
    {
        AtomKind.Present => 50,
        AtomKind.Network => 20,
        _ => atom.Literals.Sum(l => (l.Shape, l.Text.Length) switch
        {
            (TextShape.Equals, <= 5) => 3,
            (TextShape.Equals, _) => 0.5,
            (_, <= 2) => 30,
            (_, <= 4) => 4,
            (TextShape.StartsWith, _) => 2,
            var (_, length) => 4.0 / length,
        }),
    };
}
