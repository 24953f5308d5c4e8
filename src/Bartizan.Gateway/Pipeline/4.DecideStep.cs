using Bartizan.Gateway.Policies;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Asks policy whether the agent may send this to that model, and finds who serves it.</summary>
internal static class DecideStep
{
    public static Refusal? Run(Exchange exchange)
    {
        var request = exchange.Request!;
        var outcome = PolicyDecider.Decide(
            exchange.Snapshot.Policies,
            PolicyQuestion.InvokeModel(exchange),
            exchange.Inspection.Findings,
            exchange.Inspection.Failures.Count > 0);
        exchange.Decisions.Add(outcome.Decision);
        if (outcome.Stops)
        {
            return outcome.ToRefusal();
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
}
