using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Sends the request on, with the upstream's credential, and waits for the beginning of the answer.</summary>
internal sealed class ForwardStep(Forwarder forwarder)
{
    public async ValueTask<ForwardResult> RunAsync(Exchange exchange, Deadline deadline)
    {
        var http = exchange.Http.Request;
        var upstream = exchange.Upstream!;
        var address = exchange.Route.AddressAt(upstream, exchange.PathModelAsSent, exchange.Route.Query is { } name ? http.Query[name].ToString() : null);
        exchange.Sent = new BodyContent(exchange.Outgoing);
        deadline.Arm(ForwardFailure.UpstreamFirstByteTimeout, exchange.Snapshot.Routes.Options.Timeouts.FirstByte);
        var started = exchange.Timer.Now;
        var result = await forwarder.SendAsync(upstream, address, http.Headers, exchange.Sent, deadline);
        exchange.Timer.FirstByte = exchange.Timer.Now - started;
        exchange.Timer.Upstream += exchange.Timer.FirstByte;
        return result;
    }
}
