using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Sensitivities;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Recording;

/// <summary>Writes an exchange to the event log and waits until it is durable. Called before the client has the end of its answer.</summary>
internal sealed partial class ExchangeRecorder(IEventLog log, SegmentRecorder segments, BudgetBook budgets, SessionLabels labels, HeldCalls held, ILogger<ExchangeRecorder> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _failures;

    /// <summary>Whether the last record was written; a gateway that cannot record is not ready.</summary>
    public bool IsHealthy { get; private set; } = true;

    /// <summary>Exchanges that could not be recorded, and so were refused.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Records; false when the log did not confirm, and then the answer must not be given.</summary>
    public async ValueTask<bool> RecordAsync(Exchange exchange, int status, bool refused)
    {
        var started = exchange.Timer.Now;
        try
        {
            if (exchange.Spending is { } spending && !await budgets.Settle(spending).AsTask().WaitAsync(Patience))
            {
                throw new IOException("What the exchange spent could not be written.");
            }

            if (exchange.Remembered < exchange.Sensitivity && await labels.RememberAsync(exchange) is not null)
            {
                throw new IOException("The session's sensitivity label could not be written.");
            }

            exchange.History?.Spent(exchange.Usage);
            if (await HistoryBook.KeepAsync(exchange) is not null)
            {
                throw new IOException("What was decided could not be written into the agent's history.");
            }

            await held.OpenAsync(exchange).AsTask().WaitAsync(Patience);
            var described = Describe(exchange, status, refused);
            var record = new EventRecord
            {
                Id = exchange.Id,
                Time = exchange.Time,
                Source = "gateway",
                Kind = "exchange",
                Json = JsonSerializer.SerializeToUtf8Bytes(described, EventJsonContext.Default.ExchangeRecord),
                Exchange = described,
            };
            var append = log.AppendAsync(record, CancellationToken.None);
            await (append.IsCompletedSuccessfully ? Task.CompletedTask : append.AsTask().WaitAsync(Patience));
            return IsHealthy = exchange.IsRecorded = true;
        }
        catch (Exception e)
        {
            Interlocked.Increment(ref _failures);
            LogFailure(e, exchange.Id);
            return IsHealthy = false;
        }
        finally
        {
            exchange.Timer.Record += exchange.Timer.Now - started;
        }
    }

    private ExchangeRecord Describe(Exchange exchange, int status, bool refused)
    {
        var verdict = Verdict.Allow;
        foreach (var decision in exchange.Decisions)
        {
            verdict = decision.Verdict > verdict ? decision.Verdict : verdict;
        }

        return new ExchangeRecord
        {
            Id = exchange.Id,
            Time = exchange.Time,
            Agent = exchange.Principal?.AgentId,
            AgentName = exchange.Principal?.Name,
            Owner = exchange.Principal?.Owner,
            Tags = exchange.Principal is { Tags.Count: > 0 } principal ? principal.Tags : null,
            Token = TokenRecord.Of(exchange.Principal?.Token),
            Blueprint = exchange.Principal?.Blueprint?.Mark,
            Dialect = exchange.Route.Dialect.Name,
            Route = exchange.Route.Name,
            Model = exchange.Request?.Model ?? "",
            Upstream = exchange.Server ?? exchange.Upstream?.Name,
            UpstreamDialect = exchange.Translator is null ? null : exchange.Onward.Route.Dialect.Name,
            Stream = exchange.Request?.Stream ?? false,
            Status = status,
            // What was refused before policy was asked, for its key or its form, is a block too.
            Verdict = refused && exchange.Failure == ForwardFailure.None && verdict < Verdict.Hold ? Verdict.Block : verdict,
            Failure = exchange.Failure == ForwardFailure.None ? null : exchange.Failure.ToString(),
            Decisions = exchange.Decisions,
            Request = exchange.Request is { Failure: null } ? segments.OfRequest(exchange) : [],
            Response = exchange.ResponseSegments,
            InjectionModel = exchange.Request is null ? null : exchange.Guard.ScoringModel,
            GuardFailures = (IReadOnlyList<string>?)exchange.GuardFailures ?? [],
            Masking = exchange.Masking?.Record(),
            Sensitivity = exchange.Sensitivity == Sensitivity.Public ? null : exchange.Sensitivity,
            InputTokens = exchange.Usage.Input,
            OutputTokens = exchange.Usage.Output,
            Attempts = exchange.Attempts,
            Spent = exchange.Spending is { } spending ? [.. spending.Entries.Select(e => Describe(e, spending.Bill))] : [],
            Timing = exchange.Timer.Finish(),
        };
    }

    private static SpentRecord Describe(SpendingEntry entry, in TokenBill bill) => new()
    {
        Budget = entry.Budget.Name,
        Unit = entry.Budget.Unit,
        Currency = entry.Budget.Unit == BudgetUnit.Money ? entry.Budget.Currency : null,
        Amount = entry.Budget.InUnits(entry.Spent),
        Estimated = bill.Estimated && entry.CountsTokens && entry.Spent > 0 && entry.Budget.Unit is BudgetUnit.Tokens or BudgetUnit.Money,
    };

    [LoggerMessage(2001, LogLevel.Error, "Exchange {ExchangeId} could not be recorded, so it was refused.")]
    private partial void LogFailure(Exception exception, string exchangeId);
}
