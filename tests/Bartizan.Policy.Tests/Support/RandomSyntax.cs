using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Support;

/// <summary>Makes policies, requests and entities at random from a small world, so that heads match often and conditions mean something.</summary>
internal sealed class RandomSyntax(int seed)
{
    private static readonly string[] Names = ["a", "b", "level", "if", "with space", "", "é\"\\\n*", "__cedar"];
    private readonly Random _random = new(seed);

    public PolicySyntax Policy() => new(
        _random.Next(3) == 0 ? Effect.Forbid : Effect.Permit,
        Head(Uid),
        ActionHead(),
        Head(Uid),
        [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new Condition(_random.Next(3) > 0, Boolean(4)))],
        _random.Next(2) == 0 ? [] : [new("note", Pick(Names)), new("k", "")]);

    public EntityUid Uid() => new(Pick(["T", "U", "N::V"]), Pick(["x", "y", "z w", "\"q\""]));

    public EntityUid Action() => new("Action", Pick(["a", "b", "c", "all"]));

    public CedarRecord Record(int depth) => new([.. Names.Where(_ => _random.Next(2) == 0).Select(n => KeyValuePair.Create(n, Value(depth)))]);

    public CedarValue Value(int depth) => _random.Next(depth > 0 ? 10 : 5) switch
    {
        0 => CedarBool.Of(_random.Next(2) == 0),
        1 => new CedarLong(Pick([0L, 1, -1, 7, long.MaxValue, long.MinValue])),
        2 or 3 => new CedarString(Pick(Names)),
        4 => new CedarEntity(Uid()),
        5 => new CedarDecimal(_random.NextInt64(-100_000, 100_000)),
        6 => new CedarDuration(_random.NextInt64(-100_000, 100_000)),
        7 => new CedarDateTime(_random.NextInt64(-1_000_000_000_000, 1_000_000_000_000)),
        8 => new CedarSet([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))]),
        _ => Record(depth - 1),
    };

    public T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private Scope Head(Func<EntityUid> uid) => _random.Next(5) switch
    {
        0 => new Scope(ScopeKind.Equal, "", [uid()]),
        1 => new Scope(ScopeKind.In, "", [uid()]),
        2 => new Scope(ScopeKind.Is, uid().Type, []),
        3 => new Scope(ScopeKind.IsIn, uid().Type, [uid()]),
        _ => Scope.Any,
    };

    private Scope ActionHead() => _random.Next(4) switch
    {
        0 => new Scope(ScopeKind.Equal, "", [Action()]),
        1 => new Scope(ScopeKind.In, "", [Action()]),
        2 => new Scope(ScopeKind.In, "", [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Action())], IsList: true),
        _ => Scope.Any,
    };

    public Expr Boolean(int depth) => depth == 0 ? new LiteralExpr(CedarBool.Of(_random.Next(2) == 0)) : _random.Next(12) switch
    {
        0 or 1 => JunctionExpr.Of(_random.Next(2) == 0, [.. Enumerable.Range(0, 2 + _random.Next(3)).Select(_ => Boolean(depth - 1))]),
        2 => new UnaryExpr(UnaryOperator.Not, Boolean(depth - 1)),
        3 => new IfExpr(Boolean(depth - 1), Boolean(depth - 1), Any(depth - 1)),
        4 => new HasExpr(Any(depth - 1), _random.Next(2) == 0 ? [Pick(Names)] : ["a", "b"]),
        5 => new LikeExpr(Any(depth - 1), new Pattern([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Pick(Names))])),
        6 => new IsExpr(Any(depth - 1), "N::V", _random.Next(2) == 0 ? null : Any(depth - 1)),
        7 => new UnaryExpr(UnaryOperator.IsEmpty, Any(depth - 1)),
        8 => new CallExpr(ExtensionFunction.LessThan, [Any(depth - 1), Any(depth - 1)]),
        _ => new BinaryExpr(Pick([BinaryOperator.Equal, BinaryOperator.NotEqual, BinaryOperator.Less, BinaryOperator.GreaterOrEqual, BinaryOperator.In, BinaryOperator.Contains, BinaryOperator.ContainsAll, BinaryOperator.ContainsAny, BinaryOperator.HasTag]), Any(depth - 1), Any(depth - 1)),
    };

    private Expr Any(int depth) => _random.Next(depth > 0 ? 12 : 5) switch
    {
        0 => new LiteralExpr(new CedarLong(Pick([0L, 5, -5, long.MinValue]))),
        1 => new LiteralExpr(new CedarString(Pick(Names))),
        2 => new LiteralExpr(new CedarEntity(Uid())),
        3 or 4 => new VariableExpr(Pick([Variable.Principal, Variable.Action, Variable.Resource, Variable.Context])),
        5 or 6 => new AttributeExpr(Any(depth - 1), Pick(Names)),
        7 => new UnaryExpr(UnaryOperator.Negate, Any(depth - 1)),
        8 => new BinaryExpr(Pick([BinaryOperator.Add, BinaryOperator.Subtract, BinaryOperator.Multiply, BinaryOperator.GetTag]), Any(depth - 1), Any(depth - 1)),
        9 => new SetExpr([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Any(depth - 1))]),
        10 => new RecordExpr([.. Names.Where(_ => _random.Next(4) == 0).Select(n => KeyValuePair.Create(n, Any(depth - 1)))]),
        _ => _random.Next(2) == 0 ? Boolean(depth - 1) : new CallExpr(Pick([ExtensionFunction.Decimal, ExtensionFunction.ToDate]), [Any(depth - 1)]),
    };
}
