using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Sends the request on, with the upstream's credential, and waits for the beginning of the answer.</summary>
internal sealed class ForwardStep(Forwarder forwarder)
{
    public async ValueTask<ForwardResult> RunAsync(Exchange exchange, Deadline deadline)
    {
        var upstream = exchange.Upstream!;
        exchange.Sent = new BodyContent(exchange.Outgoing);
        deadline.Arm(ForwardFailure.UpstreamFirstByteTimeout, exchange.Snapshot.Routes.Options.Timeouts.FirstByte);
        var started = exchange.Timer.Now;
        var result = await forwarder.SendAsync(upstream, exchange.Onward.AddressAt(upstream), exchange.Onward.Headers, exchange.Sent, deadline);
        exchange.Timer.FirstByte = exchange.Timer.Now - started;
        exchange.Timer.Upstream += exchange.Timer.FirstByte;
        return result;
    }
}
