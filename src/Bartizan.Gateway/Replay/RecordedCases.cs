using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Policy.Analysis.Cases;
using Bartizan.Policy.Ceilings;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Replay;

/// <summary>Makes cases of recorded questions: about the agent and all on whose behalf it acted, each with what bounded it.</summary>
internal static class RecordedCases
{
    private const string SomeBlueprint = "an agent's blueprint";

    /// <summary>What is missing where nothing is known of a blueprint.</summary>
    public const string UnknownBlueprint = $"what {SomeBlueprint} allows";

    /// <summary>The case of one question.</summary>
    /// <param name="name">What people find it by.</param>
    /// <param name="question">The question.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="unknown">Fields of the context that are not known.</param>
    /// <param name="isBound">Whether all blueprints are known that had a say in it.</param>
    public static AnalysisCase Of(string name, PolicyQuestion question, Decision decision, IReadOnlySet<string> unknown, bool isBound)
    {
        var lifted = decision.Access?.Lifted?.ToHashSet(StringComparer.Ordinal);
        var own = One(name, question, unknown, lifted);
        return own with
        {
            Bounds = isBound ? own.Bounds : [.. own.Bounds, new CaseBound(SomeBlueprint, Said(decision))],
            Also =
            [
                .. (question.Token?.ActsFor ?? []).Select(a => One(name, question.About(a), unknown, lifted)),
                .. question.Token?.Person is { } person ? [One(name, question.About(person), unknown, lifted)] : Array.Empty<AnalysisCase>(),
            ],
        };
    }

    private static AnalysisCase One(string name, PolicyQuestion question, IReadOnlySet<string> unknown, IReadOnlySet<string>? lifted) => (unknown.Count == 0
        ? new AnalysisCase(name, question.Request, question.Entities)
        : new AnalysisCase(
            name,
            PartialRequest.Of(question.Request) with
            {
                Context = new CedarRecord(question.Request.Context.Fields.Where(f => !unknown.Contains(f.Key))),
                UnknownContext = unknown,
            },
            question.Entities)) with
    {
        Bounds = [.. Bounds(question)],
        Lifted = lifted,
    };

    private static IEnumerable<CaseBound> Bounds(PolicyQuestion question)
    {
        if (question.Token?.Authority is not null)
        {
            yield return new("the access token", TokenBound.Covers(question));
        }

        if (question.Blueprint is { } blueprint)
        {
            yield return new(blueprint.Mark, blueprint.Uses is not { } uses || TokenBound.Covers(uses, question.Request.Resource), BlueprintCeiling.DeciderOf(blueprint));
        }
    }

    // What passed it allowed, and what was refused as outside of it not; what policy refused it was not asked about.
    private static bool? Said(Decision decision) => PolicyDecider.Passes(decision) ? true : decision.Code == PolicyDecider.OutsideBlueprint ? false : null;
}
