using System.Collections.Concurrent;
using Bartizan.Core.KillSwitches;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Policies;

namespace Bartizan.Gateway.Live;

/// <summary>
/// The exchanges under way. Whose authority ends, or is stopped by a kill switch, loses its exchanges at once: those that were not sent on are refused, and
/// those on their way, streams too, are cut.
/// </summary>
internal sealed class LiveExchanges : IDisposable
{
    private readonly ConcurrentDictionary<Exchange, byte> _live = new(ReferenceEqualityComparer.Instance);
    private readonly IStanding _standing;
    private readonly IDisposable _watch;

    public LiveExchanges(IStanding standing)
    {
        _standing = standing;
        _watch = standing.OnChange(Cut);
    }

    /// <summary>How many there are.</summary>
    public int Count => _live.Count;

    /// <summary>Takes an exchange in once its principal is known, or says why it must not begin.</summary>
    public Refusal? Enter(Exchange exchange)
    {
        exchange.Standing = _standing;
        _live.TryAdd(exchange, 0);
        // Whoever changes something looks at the exchanges after that; so each looks at what changed after it can be seen.
        Interlocked.MemoryBarrier();
        return Check(exchange);
    }

    /// <summary>Whether an exchange may be sent on, now that it is known where to.</summary>
    public Refusal? Check(Exchange exchange)
    {
        if (Switch(exchange) is { } thrown)
        {
            var decision = KillBound.Decide(thrown, "begin");
            exchange.Decisions.Add(decision);
            return new(403, decision.Code, decision.Message);
        }

        return exchange.IsCut || !_standing.Stands(exchange.Principal!) ? Refusal.Of(ForwardFailure.AuthorityEnded) : null;
    }

    /// <summary>Lets go of an exchange that is over.</summary>
    public void Leave(Exchange exchange) => _live.TryRemove(exchange, out _);

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private void Cut()
    {
        Interlocked.MemoryBarrier();
        foreach (var (exchange, _) in _live)
        {
            if (Switch(exchange) is not null || !_standing.Stands(exchange.Principal!))
            {
                exchange.Cut();
            }
        }
    }

    // What an exchange is about is known once it was read: its model, or of an MCP server the server, and the tool where it calls one.
    private KillSwitch? Switch(Exchange exchange)
    {
        var switches = _standing.KillSwitches;
        if (switches.Stopping(exchange.Principal!) is { } principal)
        {
            return principal;
        }

        var subject = exchange.Request?.Model ?? "";
        return exchange.AsksServer is { } server
            ? switches.StoppingResource("Server", server) ?? switches.StoppingResource(PolicyQuestion.ToolType, subject)
            : switches.StoppingResource(PolicyQuestion.ModelType, subject);
    }
}
