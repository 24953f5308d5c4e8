using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <content><c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>if</c>: where what was tested flows to what runs only after the test held.</content>
internal sealed partial class TypeChecker
{
    private Typing CheckAnd(JunctionExpr and, Capabilities prior)
    {
        var first = CheckBool(and.Terms[0], prior, "&& needs a Bool");
        var (type, gained) = (first.Type, first.Gained);
        prior = prior.With(gained);
        for (var i = 1; i < and.Terms.Count; i++)
        {
            if (type is BoolType { Value: false })
            {
                return BoolType.False;
            }

            var term = CheckBool(and.Terms[i], prior, "&& needs a Bool");
            type = (type, term.Type) switch
            {
                (null, _) or (_, null) => null,
                (_, BoolType { Value: false }) => BoolType.False,
                (_, BoolType { Value: true }) => type,
                (BoolType { Value: true }, _) => term.Type,
                _ => BoolType.Any,
            };
            (gained, prior) = (gained.With(term.Gained), prior.With(term.Gained));
        }

        return type is BoolType { Value: false } ? BoolType.False : new Typing(type, gained);
    }

    private Typing CheckOr(JunctionExpr or, Capabilities prior)
    {
        var all = CheckBool(or.Terms[0], prior, "|| needs a Bool");
        for (var i = 1; i < or.Terms.Count && all.Type is not BoolType { Value: true }; i++)
        {
            var term = CheckBool(or.Terms[i], prior, "|| needs a Bool");
            all = (all.Type, term.Type) switch
            {
                (null, _) or (_, null) => Typing.Failed,
                (_, BoolType { Value: true }) => term,
                (_, BoolType { Value: false }) => all,
                (BoolType { Value: false }, _) => term,
                _ => new Typing(BoolType.Any, all.Gained.Shared(term.Gained)),
            };
        }

        return all;
    }

    private Typing CheckIf(IfExpr e, Capabilities prior)
    {
        var test = CheckBool(e.Test, prior, "if needs a Bool");
        switch (test.Type)
        {
            case BoolType { Value: true }:
                var only = Check(e.Then, prior.With(test.Gained));
                return only with { Gained = only.Gained.With(test.Gained) };
            case BoolType { Value: false }:
                return Check(e.Else, prior);
        }

        var then = Check(e.Then, prior.With(test.Gained));
        var otherwise = Check(e.Else, prior);
        if (test.Type is null || then.Type is null || otherwise.Type is null)
        {
            return Typing.Failed;
        }

        if (TypeLattice.Join(then.Type, otherwise.Type) is not { } type)
        {
            findings.Report(e, $"then gives {Named(then.Type)}, else gives {Named(otherwise.Type)}.", "Both must have one type.", kind);
            return Typing.Failed;
        }

        return new Typing(type, then.Gained.With(test.Gained).Shared(otherwise.Gained));
    }

    private Typing CheckUnary(UnaryExpr e, Capabilities prior)
    {
        switch (e.Operator)
        {
            case UnaryOperator.Not:
                return CheckBool(e.Operand, prior, "! needs a Bool").Type is BoolType type ? new BoolType(!type.Value) : Typing.Failed;
            case UnaryOperator.Negate:
                return Expect<LongType>(e.Operand, prior, "- needs a Long") is { } number ? number : Typing.Failed;
            default:
                return Expect<SetType>(e.Operand, prior, "isEmpty needs a set", "Compare texts with \"\".") is null ? Typing.Failed : BoolType.Any;
        }
    }
}
