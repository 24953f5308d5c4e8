using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Analysis;

/// <summary>Random policies and entities over one small world.</summary>
internal sealed class RandomWorld(int seed)
{
    // Random conditions mostly fail or come to one value; these hang on the context, the entities, or both.
    private static readonly string[] Telling =
    [
        "context has a", "!(context has b)", "context has level && context.level == 1", "context has a && principal has a", "context has b || resource has b",
        "principal in T::\"x\" || context has a", "context has a && context.a == resource", "if principal has level then context has level else context has b",
        "context.a", "context has a && context.a.b == 1", "principal.a == context.a",
    ];

    private readonly RandomSyntax _random = new(seed);

    public RandomSyntax Random => _random;

    public static IReadOnlyList<EntityUid> Things { get; } =
        [.. new[] { "T", "U", "N::V" }.SelectMany(type => new[] { "x", "y", "z w" }.Select(id => new EntityUid(type, id)))];

    public static IReadOnlyList<EntityUid> Actions { get; } = [.. new[] { "a", "b", "c" }.Select(id => new EntityUid("Action", id))];

    public PolicySet Policies(int count) => PolicySet.Combine(Enumerable.Range(0, count).Select(i => PolicySet.Parse($"@id(\"p{i}\") {Text()}")));

    /// <summary>A policy's text; more often than not without a head, so that policies meet.</summary>
    public string Text()
    {
        var policy = _random.Policy();
        var text = PolicyPrinter.Print(policy with
        {
            Principal = _random.Pick([Scope.Any, Scope.Any, policy.Principal]),
            Action = _random.Pick([Scope.Any, Scope.Any, policy.Action]),
            Resource = _random.Pick([Scope.Any, Scope.Any, policy.Resource]),
            Conditions = _random.Pick([[], [], policy.Conditions]),
            Annotations = [],
        });
        return _random.Pick([true, true, false]) ? $"{text.TrimEnd()[..^1]}\nwhen {{ {_random.Pick(Telling)} }};" : text;
    }

    public EntityStore Entities() => new(Things.Select(uid => new Entity(uid)
    {
        Attributes = _random.Pick([_random.Record(1), CedarRecord.Empty]),
        Tags = _random.Record(1),
        Parents = uid.Id == "x" ? [] : _random.Pick<EntityUid[]>([[], [new EntityUid(uid.Type, "x")]]),
    }));
}
