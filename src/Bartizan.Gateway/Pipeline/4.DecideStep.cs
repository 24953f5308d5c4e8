using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Policies;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Asks policy whether the agent may send this to that model, and finds who serves it.</summary>
internal sealed class DecideStep(HeldCalls held)
{
    public Refusal? Run(Exchange exchange)
    {
        var request = exchange.Request!;
        var question = PolicyQuestion.InvokeModel(exchange);
        var outcome = Ask(exchange, question, null);
        if (outcome.Decision.Verdict == Verdict.Hold)
        {
            outcome = held.Consider(exchange, outcome, question, () => HeldCall.Of(exchange), lifted => Ask(exchange, question, lifted), out _);
            question.Act?.Tell(outcome.Decision);
        }

        exchange.Decisions.Add(outcome.Decision);
        if (outcome.Stops)
        {
            return StepUp.Challenge(exchange, outcome) ?? outcome.ToRefusal();
        }

        exchange.Spotlights = outcome.Spotlights;
        exchange.Tokenise = outcome.TokenisePatterns;
        var routes = exchange.Snapshot.Routes;
        exchange.Upstreams = routes.Serving(exchange.Route.Provider, request.Model);
        if (exchange.Upstreams.Count == 0 && exchange.Route.Translates)
        {
            exchange.Upstreams = routes.Translating(exchange.Route.Provider, request.Model);
        }

        return exchange.Upstreams.Count == 0
            ? new Refusal(404, "unknown_model", "No upstream serves this model here. GET the models endpoint lists those that have a name.")
            : null;
    }

    private static PolicyOutcome Ask(Exchange exchange, in PolicyQuestion question, IReadOnlySet<string>? lifted) => PolicyDecider.Decide(
        exchange.Snapshot.Policies,
        question,
        exchange.Inspection.Findings,
        exchange.Inspection.Failures.Count > 0,
        lifted);
}
