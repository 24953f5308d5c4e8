using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>
/// Proposes changes that could make an expression true, or false, in one situation. Proposals are guesses: whoever uses them evaluates them. No answer
/// holds more than <see cref="MostChoices"/> choices, the smallest.
/// </summary>
internal sealed class Wishes(Situation situation)
{
    /// <summary>Choices kept for one expression.</summary>
    public const int MostChoices = 16;

    private static readonly List<ChangeSet> Holds = [ChangeSet.Empty];

    private readonly EvaluationContext _context = new(situation.Request, situation.Entities);
    private readonly Places _places = new(situation);

    /// <summary>Ways to have a policy apply: its head admits the request and its conditions hold.</summary>
    public List<ChangeSet> ToApply(PolicySyntax policy) =>
    [
        .. policy.Conditions.Aggregate(
            All(All(Admit(policy.Principal, RequestPart.Principal), Admit(policy.Action, RequestPart.Action)), Admit(policy.Resource, RequestPart.Resource)),
            (sets, c) => sets.Count == 0 ? sets : All(sets, For(c.Body, c.IsWhen))),
    ];

    /// <summary>Ways to have a policy that applies not apply.</summary>
    public List<ChangeSet> NotToApply(PolicySyntax policy) => Any(
    [
        .. policy.Conditions.Select(c => For(c.Body, !c.IsWhen)),
        Leave(policy.Principal, situation.Request.Principal),
        Leave(policy.Resource, situation.Request.Resource),
    ]);

    /// <summary>Ways to have an expression come to a truth value.</summary>
    public List<ChangeSet> For(Expr expression, bool wanted)
    {
        if (Evaluate(expression) is CedarBool now && now.Value == wanted)
        {
            return Holds;
        }

        return expression switch
        {
            JunctionExpr e when e.IsAnd == wanted => e.Terms.Aggregate(Holds, (sets, t) => sets.Count == 0 ? sets : All(sets, For(t, wanted))),
            JunctionExpr e => Any([.. e.Terms.Select(t => For(t, wanted))]),
            UnaryExpr { Operator: UnaryOperator.Not } e => For(e.Operand, !wanted),
            UnaryExpr { Operator: UnaryOperator.IsEmpty } e => wanted ? Set(e.Operand, CedarSet.Empty) : [],
            IfExpr e => Any([All(For(e.Test, true), For(e.Then, wanted)), All(For(e.Test, false), For(e.Else, wanted))]),
            IsExpr { Group: { } group } e => In(e.Left, group, wanted),
            BinaryExpr { Operator: BinaryOperator.In } e => In(e.Left, e.Right, wanted),
            BinaryExpr { Operator: BinaryOperator.HasTag } => Has(expression, wanted),
            BinaryExpr e => Any([OfSides(e, wanted), Elements(e, wanted)]),
            CallExpr e => OfCall(e, wanted),
            LikeExpr e => Like(e, wanted),
            HasExpr e => Has(e, wanted),
            _ => Set(expression, CedarBool.Of(wanted)),
        };
    }

    private static List<ChangeSet> All(List<ChangeSet> some, List<ChangeSet> more) => Best(some.SelectMany(s => more.Select(m => ChangeSet.Join(s, m))).OfType<ChangeSet>());

    private static List<ChangeSet> Any(IReadOnlyList<List<ChangeSet>> choices) => Best(choices.SelectMany(c => c));

    private static List<ChangeSet> Best(IEnumerable<ChangeSet> sets)
    {
        var best = sets.DistinctBy(s => s.Key, StringComparer.Ordinal).ToList();
        best.Sort(ChangeSet.Compare);
        return best.Count > MostChoices ? best[..MostChoices] : best;
    }

    private CedarValue? Evaluate(Expr expression) => Compiler.Compile(expression).Evaluate(_context) is var value and not Fault ? value : null;

    private List<ChangeSet> Set(Expr expression, CedarValue value, CedarValue? otherThan = null) =>
        _places.Of(expression) is { } place ? [ChangeSet.Of(new SetValue(place, value) { OtherThan = otherThan })] : [];

    private List<ChangeSet> Admit(Scope scope, RequestPart part)
    {
        var (uid, node) = part switch
        {
            RequestPart.Principal => (situation.Request.Principal, _context.PrincipalNode),
            RequestPart.Action => (situation.Request.Action, _context.ActionNode),
            _ => (situation.Request.Resource, _context.ResourceNode),
        };
        if (new CompiledScope(scope).Admits(uid, node))
        {
            return Holds;
        }

        if (scope.Kind == ScopeKind.Is || (scope.Kind == ScopeKind.IsIn && scope.Type != uid.Type))
        {
            return []; // nothing changes its type
        }

        return Best(scope.Uids.Select(u => ChangeSet.Of(
            scope.Kind == ScopeKind.Equal || part == RequestPart.Action ? new AskOther(part, u) : new ChangeMembership(uid, u, Joins: true))));
    }

    private List<ChangeSet> Leave(Scope scope, EntityUid uid) =>
        scope.Kind is ScopeKind.In or ScopeKind.IsIn ? LeaveAll(uid, scope.Uids) : [];

    // Every direct parent that leads to one of the groups must go.
    private List<ChangeSet> LeaveAll(EntityUid uid, IReadOnlyList<EntityUid> groups)
    {
        var parents = (situation.Entities.Find(uid)?.Parents ?? []).Where(p => groups.Any(g => situation.Entities.IsIn(p, g))).Distinct().ToList();
        return parents.Count is 0 or > ChangeSet.MostChanges || groups.Contains(uid) ? [] : [ChangeSet.Of(parents.Select(p => new ChangeMembership(uid, p, Joins: false)))];
    }

    private List<ChangeSet> In(Expr member, Expr group, bool wanted)
    {
        if (Evaluate(member) is not CedarEntity { Uid: var uid })
        {
            return [];
        }

        EntityUid[] groups = Evaluate(group) switch
        {
            CedarEntity one => [one.Uid],
            CedarSet set => [.. set.Items.OfType<CedarEntity>().Select(i => i.Uid)],
            _ => [],
        };
        return wanted ? Best(groups.Select(g => ChangeSet.Of(new ChangeMembership(uid, g, Joins: true)))) : LeaveAll(uid, groups);
    }

    private List<ChangeSet> OfSides(BinaryExpr e, bool wanted) => Any(
    [
        Evaluate(e.Right) is { } right ? [.. Boundaries.Left(e.Operator, right, wanted).SelectMany(b => Side(e.Left, b.Value, b.OtherThan))] : [],
        Evaluate(e.Left) is { } left ? [.. Boundaries.Right(e.Operator, left, wanted).SelectMany(b => Side(e.Right, b.Value, b.OtherThan))] : [],
    ]);

    // Where a side names who asks or what for, another one can be asked for.
    private List<ChangeSet> Side(Expr side, CedarValue value, CedarValue? otherThan) => (side, value) switch
    {
        (VariableExpr { Variable: not Variable.Context } e, CedarEntity { Uid: var uid }) => [ChangeSet.Of(new AskOther((RequestPart)e.Variable, uid))],
        (VariableExpr, _) => [],
        _ => Set(side, value, otherThan),
    };

    private List<ChangeSet> Elements(BinaryExpr e, bool wanted)
    {
        if (e.Operator is not (BinaryOperator.Contains or BinaryOperator.ContainsAll or BinaryOperator.ContainsAny)
            || Evaluate(e.Right) is not { } right || (e.Operator != BinaryOperator.Contains && right is not CedarSet))
        {
            return [];
        }

        // A set that is spelt out changes no more; what is looked for in it can.
        if (_places.Of(e.Left) is not { } place)
        {
            return wanted && e.Operator == BinaryOperator.Contains && Evaluate(e.Left) is CedarSet known
                ? Best(known.Items.SelectMany(i => Side(e.Right, i, null)))
                : !wanted || e.Operator != BinaryOperator.ContainsAll || Evaluate(e.Left) is not CedarSet all || _places.Of(e.Right) is not { } inner ? []
                : [ChangeSet.Of(((CedarSet)right).Items.Where(i => !all.Contains(i)).Select(i => new ChangeElement(inner, i, Adds: false)))];
        }

        var has = Evaluate(e.Left) as CedarSet ?? CedarSet.Empty;
        IReadOnlyList<CedarValue> items = e.Operator == BinaryOperator.Contains ? [right] : ((CedarSet)right).Items;
        var changed = items.Where(i => has.Contains(i) != wanted).Select(i => new ChangeElement(place, i, wanted)).ToList();
        var together = (e.Operator == BinaryOperator.ContainsAll) == wanted;
        return changed.Count == 0 ? []
            : !together ? Best(changed.Select(c => ChangeSet.Of(c)))
            : changed.Count <= ChangeSet.MostChanges ? [ChangeSet.Of(changed)] : [];
    }

    private List<ChangeSet> OfCall(CallExpr e, bool wanted)
    {
        if (e.Arguments.Count != 2 || Evaluate(e.Arguments[1]) is not { } right)
        {
            return [];
        }

        return e.Function switch
        {
            ExtensionFunction.IsInRange => wanted ? Set(e.Arguments[0], right) : [],
            >= ExtensionFunction.LessThan and <= ExtensionFunction.GreaterThanOrEqual =>
                [.. Boundaries.Left(BinaryOperator.Less + (e.Function - ExtensionFunction.LessThan), right, wanted).SelectMany(b => Set(e.Arguments[0], b.Value, b.OtherThan))],
            _ => [],
        };
    }

    private List<ChangeSet> Like(LikeExpr e, bool wanted)
    {
        var value = new CedarString(wanted ? string.Concat(e.Pattern.Parts) : "");
        return e.Pattern.Matches(value.Value) == wanted ? Set(e.Left, value) : [];
    }

    private List<ChangeSet> Has(Expr e, bool wanted)
    {
        var place = e switch
        {
            HasExpr has => _places.Of(has.Path.Aggregate(has.Left, (left, name) => new AttributeExpr(left, name))),
            BinaryExpr tag => _places.Of(new BinaryExpr(BinaryOperator.GetTag, tag.Left, tag.Right)),
            _ => null,
        };
        return place is null ? [] : [ChangeSet.Of(wanted ? new SetValue(place, CedarBool.True) { IsAny = true } : new RemoveValue(place))];
    }
}
