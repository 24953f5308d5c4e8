using Bartizan.Policy.Partial;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>What policies, and the principal's ceiling, say of one permission, and which decide it.</summary>
/// <param name="Permission">The answer.</param>
/// <param name="Policies">
/// The policies behind it. Always: the permits that always apply. Never: the forbids that always apply; none where nothing permits. Depends: the permits
/// and forbids that may apply.
/// </param>
/// <param name="Failing">Policies that fail in every context, and so are ignored.</param>
public sealed record Outcome(Permission Permission, IReadOnlyList<DecidingPolicy> Policies, IReadOnlyList<Policy> Failing)
{
    /// <summary>What the principal's ceiling takes away; null where it has none, or that takes nothing.</summary>
    public MatrixBound? Bound { get; private init; }

    /// <summary>Equal for equal outcomes: the answer, and each policy with its condition.</summary>
    public string Key => field ??= string.Join('\n', [Permission.ToString(), .. Policies.Select(Name), .. Failing.Select(p => $"! {p.Id}"), .. Bound is { } b ? [$"< {b.Name} {b.Permission}", .. b.Policies.Select(Name)] : Array.Empty<string>()]);

    /// <summary>The outcome under a ceiling, which must permit too.</summary>
    internal Outcome Under(MatrixBound bound) => this with
    {
        Permission = Permission == Permission.Never || bound.Permission == Permission.Never ? Permission.Never : Permission.Depends,
        Bound = bound,
    };

    /// <summary>Reads the outcome from what is left of the policies once principal, action and resource are known.</summary>
    internal static Outcome Of(IReadOnlyList<LeftPolicy> left, IReadOnlySet<string>? unknownContext)
    {
        var allowed = PartialEvaluator.Decide(left, unknownContext);
        var deciding = allowed is { } decided
            ? left.Where(p => p.Policy.Effect == (decided ? Effect.Permit : Effect.Forbid) && p.SurelyHolds(unknownContext))
            : left.Where(p => p.MayHold(unknownContext));
        return new Outcome(
            allowed switch { true => Permission.Always, false => Permission.Never, null => Permission.Depends },
            [.. deciding.OrderBy(p => p.Policy.Effect).Select(p => new DecidingPolicy(p.Policy, Condition(p, unknownContext)))],
            [.. left.Where(p => p.SurelyFails(unknownContext)).Select(p => p.Policy)]);
    }

    private static string Name(DecidingPolicy part) => $"{part.Policy.Effect} {part.Policy.Id} {part.Condition}";

    private static string Condition(LeftPolicy policy, IReadOnlySet<string>? unknownContext)
    {
        if (policy.SurelyHolds(unknownContext))
        {
            return "";
        }

        Expr[] terms = [.. policy.Left.Conditions.Select(c => c.IsWhen ? c.Body : new UnaryExpr(UnaryOperator.Not, c.Body))];
        return ExprPrinter.Print(Readable.Condition(terms.Length == 1 ? terms[0] : JunctionExpr.Of(isAnd: true, terms)));
    }
}
