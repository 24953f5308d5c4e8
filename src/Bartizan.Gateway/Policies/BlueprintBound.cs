using Bartizan.Policy.Ceilings;

namespace Bartizan.Gateway.Policies;

/// <summary>The bound that an agent's blueprint puts on what policy allows: its models and tools, and its ceiling, which is asked the same question.</summary>
internal static class BlueprintBound
{
    /// <summary>What stands against the question, as <c>blueprint@version</c> or <c>blueprint@version/policy</c>; null when nothing does.</summary>
    public static IReadOnlyList<string>? Refuses(in PolicyQuestion question) =>
        question.Blueprint is not { } blueprint ? null
        : blueprint.Uses is { } uses && !TokenBound.Covers(uses, question.Request.Resource) ? [blueprint.Mark]
        : BlueprintCeiling.Refuses(blueprint, question.Request, question.Entities);
}
