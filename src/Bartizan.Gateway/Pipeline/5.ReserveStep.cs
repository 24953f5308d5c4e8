using Bartizan.Core.Budgets;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Reserves what the exchange may cost at most in every budget that applies, before an upstream is asked. Settled when the exchange is recorded.</summary>
internal sealed class ReserveStep(BudgetBook book, TimeProvider time)
{
    /// <summary>Code of a refusal for want of room.</summary>
    public const string Exceeded = "budget_exceeded";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Refusal NotWritten = new(503, "budget_unavailable", "What this would spend could not be written down, so it was not forwarded. Try again later.");

    /// <summary>Finds the budgets that apply, so that policy can ask what is left of them.</summary>
    public void Find(Exchange exchange) =>
        exchange.Spending = book.Find(exchange.Snapshot.Budgets, exchange.Principal!, exchange.Request!.Model, exchange.Request.Stream);

    /// <summary>The same of a message that may call a tool at an MCP server.</summary>
    public void FindCalls(Exchange exchange) => exchange.Spending = book.FindCalls(exchange.Snapshot.Budgets, exchange.Principal!, exchange.Request!.Model);

    /// <summary>Reserves so many calls of tools.</summary>
    public ValueTask<Refusal?> RunAsync(Exchange exchange, int calls)
    {
        if (exchange.Spending is not { } spending || calls == 0)
        {
            return default;
        }

        foreach (var entry in spending.Entries)
        {
            entry.Reserved = calls;
        }

        return ReserveAsync(exchange, spending);
    }

    /// <summary>Reserves what an exchange with a model may cost.</summary>
    public async ValueTask<Refusal?> RunAsync(Exchange exchange)
    {
        if (exchange.Spending is not { } spending)
        {
            return null;
        }

        var request = exchange.Request!;
        var metering = exchange.Route.Metering;
        spending.Input = metering == Metering.Nothing ? 0 : TokenEstimate.Of(request.Segments);
        var output = metering == Metering.Tokens ? OutputOf(request, exchange.Snapshot.Budgets.Options) : 0;
        foreach (var entry in spending.Entries)
        {
            entry.CountsTokens = metering != Metering.Nothing;
            if (entry.Estimate(spending.Input, output) is not { } amount)
            {
                return Refuse(exchange, entry.Budget, new(
                    403, "model_without_price", $"{NameOf(entry.Budget)} counts {entry.Budget.Currency}, and no price in it is known for this model."));
            }

            entry.Reserved = amount;
        }

        return await ReserveAsync(exchange, spending);
    }

    private async ValueTask<Refusal?> ReserveAsync(Exchange exchange, Spending spending)
    {
        var durable = book.Reserve(spending, out var shortage);
        if (shortage is not null)
        {
            return Refuse(exchange, shortage.Budget, Exceeds(shortage));
        }

        return await (durable.IsCompleted ? durable : Wait(durable)) ? null : NotWritten;
    }

    /// <summary>Tokens of all answers together, at most: what was asked for, and no more than any model writes.</summary>
    private static long OutputOf(RequestReading request, BudgetsOptions options)
    {
        var one = Math.Clamp(request.MostOutput ?? options.DefaultOutput, 1, options.MostOutput);
        return one * Math.Clamp(request.Answers, 1, Math.Max(1, options.MostOutput / one));
    }

    private static async ValueTask<bool> Wait(ValueTask<bool> durable)
    {
        try
        {
            return await durable.AsTask().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static Refusal Refuse(Exchange exchange, Budget budget, Refusal refusal)
    {
        exchange.Decisions.Add(new Decision
        {
            Verdict = Verdict.Block,
            Action = "spend",
            Policies = ["budget:" + budget.Name],
            Code = refusal.Code,
            Message = refusal.Message,
        });
        return refusal;
    }

    private static string NameOf(Budget budget) => budget.Mandate is { Id: var id } ? $"The mandate '{id}'" : $"The budget '{budget.Name}'";

    private Refusal Exceeds(BudgetShortage shortage)
    {
        var name = NameOf(shortage.Budget);
        return shortage switch
        {
            { Budget.Mandate: not null } => new Refusal(
                429, Exceeded, $"{name} has not so much left of its {shortage.Budget.InUnits(shortage.Budget.Limit):0.#########} {UnitOf(shortage.Budget)}. Who gave it must give another.")
            { RetryAfter = TimeSpan.MaxValue },
            { RoomAt: { } at } => new Refusal(429, Exceeded, $"{name} has no room for this request before {at.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z.") { RetryAfter = at - time.GetUtcNow() },
            _ => new Refusal(429, Exceeded, $"This request may cost more than all of {char.ToLowerInvariant(name[0])}{name[1..]}. Ask for fewer tokens.") { RetryAfter = TimeSpan.MaxValue },
        };
    }

    private static string UnitOf(Budget budget) => budget.Unit == BudgetUnit.Money ? budget.Currency : budget.Unit.ToString().ToLowerInvariant();
}
