using System.Runtime.CompilerServices;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Policy;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// The bound that an agent's blueprint puts on what policy allows: its models and tools, and its ceiling, which is asked the same question. Annotations
/// in a ceiling are not obeyed, but for policies in shadow mode, which have no say in it. Compiled once for each blueprint that the registry hands out, and dropped with it.
/// </summary>
internal sealed class BlueprintBound
{
    private static readonly ConditionalWeakTable<Blueprint, BlueprintBound> Compiled = [];

    private readonly Blueprint _blueprint;
    private readonly PolicyEngine? _ceiling;

    private BlueprintBound(Blueprint blueprint)
    {
        _blueprint = blueprint;
        try
        {
            _ceiling = blueprint.Ceiling is { } text ? new PolicyEngine(PolicySet.Parse(text)) : null;
        }
        catch (InputException)
        {
            // It was read before it was registered. What cannot be read now permits nothing.
            _ceiling = new PolicyEngine(PolicySet.Empty);
        }
    }

    /// <summary>What stands against the question, as <c>blueprint@version</c> or <c>blueprint@version/policy</c>; null when nothing does.</summary>
    public static IReadOnlyList<string>? Refuses(in PolicyQuestion question) =>
        question.Blueprint is { } blueprint ? Compiled.GetValue(blueprint, static b => new BlueprintBound(b)).Against(question) : null;

    private IReadOnlyList<string>? Against(in PolicyQuestion question)
    {
        if (_blueprint.Uses is { } uses && !TokenBound.Covers(uses, question.Request.Resource))
        {
            return [_blueprint.Mark];
        }

        if (_ceiling?.Authorize(question.Request, question.Entities) is not { Allowed: false } answer)
        {
            return null;
        }

        return answer.Reasons.Count == 0 ? [_blueprint.Mark] : [.. answer.Reasons.Select(p => $"{_blueprint.Mark}/{p}")];
    }
}
