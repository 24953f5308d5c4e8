using Bartizan.Core.Content;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Lets the guard look at every segment of the request that it has not seen before.</summary>
internal sealed class InspectStep(IContentProtector content)
{
    public void Run(Exchange exchange)
    {
        exchange.Inspection = exchange.RequestGuard.Inspect(exchange.Request!.Segments, digests: new RequestDigests(exchange, content));
        foreach (var failure in exchange.Inspection.Failures)
        {
            exchange.AddGuardFailure(failure.Inspector, failure.Reason);
        }
    }
}
