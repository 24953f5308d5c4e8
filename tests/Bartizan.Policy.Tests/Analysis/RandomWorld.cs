using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Analysis;

/// <summary>Random policies and entities over one small world.</summary>
internal sealed class RandomWorld(int seed)
{
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
        return PolicyPrinter.Print(policy with
        {
            Principal = _random.Pick([Scope.Any, Scope.Any, policy.Principal]),
            Action = _random.Pick([Scope.Any, Scope.Any, policy.Action]),
            Resource = _random.Pick([Scope.Any, Scope.Any, policy.Resource]),
            Annotations = [],
        });
    }

    public EntityStore Entities() => new(Things.Select(uid => new Entity(uid)
    {
        Attributes = _random.Pick([_random.Record(1), CedarRecord.Empty]),
        Tags = _random.Record(1),
        Parents = uid.Id == "x" ? [] : _random.Pick<EntityUid[]>([[], [new EntityUid(uid.Type, "x")]]),
    }));
}
