namespace Bartizan.Gateway.Pipeline;

/// <summary>Lets the guard look at every segment of the request.</summary>
internal static class InspectStep
{
    public static void Run(Exchange exchange)
    {
        exchange.Inspection = exchange.RequestGuard.Inspect(exchange.Request!.Segments);
        foreach (var failure in exchange.Inspection.Failures)
        {
            exchange.AddGuardFailure(failure.Inspector, failure.Reason);
        }
    }
}
