using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Telemetry;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Sends the request on, to one upstream or another, with its credential, and waits for the beginning of the answer.</summary>
internal sealed class ForwardStep(Forwarder forwarder, Resilience resilience, UpstreamOrder order, ExchangeTelemetry telemetry, TimeProvider time)
{
    public async ValueTask<ForwardResult> RunAsync(Exchange exchange, Deadline deadline)
    {
        exchange.Sent = new BodyContent(exchange.Outgoing);
        var started = exchange.Timer.Now;
        var result = await new ForwardTrip(exchange, deadline, forwarder, resilience, telemetry, order.Of(exchange), time).RunAsync();
        exchange.Timer.FirstByte = exchange.Timer.Now - started;
        exchange.Timer.Upstream += exchange.Timer.FirstByte;
        return result;
    }
}
