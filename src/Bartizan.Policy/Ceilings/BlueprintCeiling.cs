using System.Runtime.CompilerServices;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Policy.Analysis.Cases;
using Bartizan.Policy.Entities;

namespace Bartizan.Policy.Ceilings;

/// <summary>
/// The Cedar text of a blueprint, which must allow every question too. Its annotations are not obeyed, but for policies in shadow mode, which have no say.
/// Compiled once for each blueprint that the registry hands out, and dropped with it.
/// </summary>
public sealed class BlueprintCeiling
{
    private static readonly ConditionalWeakTable<Blueprint, BlueprintCeiling> Compiled = [];

    private readonly Blueprint _blueprint;
    private readonly PolicyEngine? _policies;
    private readonly Lazy<CaseDecider>? _decider;

    private BlueprintCeiling(Blueprint blueprint)
    {
        _blueprint = blueprint;
        try
        {
            _policies = blueprint.Ceiling is { } text ? new PolicyEngine(PolicySet.Parse(text)) : null;
        }
        catch (InputException)
        {
            // It was read before it was registered. What cannot be read now permits nothing.
            _policies = new PolicyEngine(PolicySet.Empty);
        }

        _decider = _policies is { } policies ? new(() => new CaseDecider(policies)) : null;
    }

    /// <summary>What stands against a question, as <c>blueprint@version</c> or <c>blueprint@version/policy</c>; null when nothing does.</summary>
    public static IReadOnlyList<string>? Refuses(Blueprint blueprint, AuthorizationRequest request, EntityStore entities) =>
        Compiled.GetValue(blueprint, static b => new BlueprintCeiling(b)).Against(request, entities);

    /// <summary>Its policies; null where it has none.</summary>
    public static PolicySet? PoliciesOf(Blueprint blueprint) => Compiled.GetValue(blueprint, static b => new BlueprintCeiling(b))._policies?.Policies;

    /// <summary>What decides by it of questions that are partly known; null where it has no policies.</summary>
    public static CaseDecider? DeciderOf(Blueprint blueprint) => Compiled.GetValue(blueprint, static b => new BlueprintCeiling(b))._decider?.Value;

    private string[]? Against(AuthorizationRequest request, EntityStore entities)
    {
        if (_policies?.Authorize(request, entities) is not { Allowed: false } answer)
        {
            return null;
        }

        return answer.Reasons.Count == 0 ? [_blueprint.Mark] : [.. answer.Reasons.Select(p => $"{_blueprint.Mark}/{p}")];
    }
}
