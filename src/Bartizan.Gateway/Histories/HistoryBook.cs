using System.Collections.Concurrent;
using Bartizan.Core.Histories;
using Bartizan.Gateway.Pipeline;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Histories;

/// <summary>The pasts of agents, where policies ask about them. Where none does, nothing is read, kept or written.</summary>
internal sealed partial class HistoryBook(IHistoryStore store, TimeProvider time, ILogger<HistoryBook> logger)
{
    /// <summary>How long a write is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What a client reads when the past cannot be read or written.</summary>
    public static readonly Refusal Unavailable = new(503, "history_unavailable", "What this agent did before could not be read or written, so nothing passes. Try again later.");

    // Beyond this many events in memory, pasts that nobody uses right now are dropped; they are in the store.
    private const long MostEvents = 4_000_000;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pressed = HistoryBook.Patience * 2; // until then what was written is in the store, or failed

    private readonly ConcurrentDictionary<string, PrincipalHistory> _histories = new(StringComparer.Ordinal);

    /// <summary>Agents whose past is in memory.</summary>
    public int Count => _histories.Count;

    /// <summary>Gives an exchange the pasts of its agent and of those it acts for, where policies ask about them; why it cannot, or null.</summary>
    public ValueTask<Refusal?> OpenAsync(Exchange exchange) => exchange.Snapshot.Policies.History.Queries.Count == 0 ? default : ReadAsync(exchange);

    /// <summary>Waits until what was decided so far is durable; why it is not, or null.</summary>
    public static async ValueTask<Refusal?> KeepAsync(Exchange exchange) => exchange.History is { } history && !await history.KeptAsync() ? Unavailable : null;

    /// <summary>Says that something could not be read or written.</summary>
    public void Failed(Exception e) => LogFailure(e);

    /// <summary>Forgets events before a time, and drops pasts that nobody has used for a while.</summary>
    public void Sweep(long before)
    {
        var events = 0L;
        foreach (var history in _histories.Values)
        {
            lock (history.Gate)
            {
                history.Timeline.Forget(before);
                events += history.Timeline.Count;
            }
        }

        foreach (var history in _histories.Values.OrderBy(h => h.Used))
        {
            if (time.GetElapsedTime(history.Used) > (events > MostEvents ? Pressed : Idle) && history.TryDrop())
            {
                events -= history.Timeline.Count;
                _histories.TryRemove(KeyValuePair.Create(history.Agent, history));
            }
        }
    }

    private async ValueTask<Refusal?> ReadAsync(Exchange exchange)
    {
        var principal = exchange.Principal!;
        string?[] ids = [principal.AgentId, .. (principal.Token?.ActsFor ?? []).Select(a => a.AgentId), principal.Token?.Person?.Id];
        PrincipalHistory[] histories = [.. ids.OfType<string>().Distinct(StringComparer.Ordinal).Select(Take)];
        exchange.History = new ExchangeHistory(this, store, histories, time);
        try
        {
            foreach (var history in histories)
            {
                await history.LoadAsync(store);
            }

            return null;
        }
        catch (Exception e)
        {
            LogFailure(e);
            return Unavailable;
        }
    }

    private PrincipalHistory Take(string agent)
    {
        while (true)
        {
            var history = _histories.GetOrAdd(agent, static a => new PrincipalHistory(a));
            if (history.TryTake())
            {
                return history;
            }

            _histories.TryRemove(KeyValuePair.Create(agent, history));
        }
    }

    [LoggerMessage(2024, LogLevel.Error, "What agents did before could not be read or written; what policies ask it for is refused until it can.")]
    private partial void LogFailure(Exception exception);
}
