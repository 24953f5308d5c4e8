using Bartizan.Core.Budgets;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Budgets;

/// <summary>What one exchange reserves and spends of the budgets that apply to it.</summary>
internal sealed class Spending(SpendingEntry[] entries)
{
    private SpendingStage _before;
    private TokenUsage _usage;
    private long _answered;
    private bool _isWhole;

    public SpendingEntry[] Entries => entries;

    /// <summary>How far the exchange came.</summary>
    public SpendingStage Stage { get; private set; }

    /// <summary>Input tokens as counted here.</summary>
    public long Input { get; set; }

    /// <summary>What is left of the tightest budget, in per mille of its limit.</summary>
    public long PerMille { get; set; }

    /// <summary>The tightest budgets of requests and of tokens, to be told to the client.</summary>
    public BudgetStanding? Requests { get; set; }

    /// <inheritdoc cref="Requests"/>
    public BudgetStanding? Tokens { get; set; }

    /// <summary>What was spent, once settled.</summary>
    public TokenBill Bill { get; private set; }

    /// <summary>The upstream may have begun to work, so what was reserved stands until more is known.</summary>
    public void Asked() => (_before, Stage) = (Stage, SpendingStage.Asked);

    /// <summary>It could not be reached, so it did not begin.</summary>
    public void NotAsked() => Stage = _before;

    /// <summary>The upstream answered with an error: a request, but no tokens.</summary>
    public void Refused() => Stage = SpendingStage.Refused;

    /// <summary>The upstream answered.</summary>
    /// <param name="usage">Its own count.</param>
    /// <param name="answered">Tokens of the answer as counted here, as much of it as came.</param>
    /// <param name="whole">Whether all of it came.</param>
    public void Answered(TokenUsage usage, long answered, bool whole) =>
        (Stage, _usage, _answered, _isWhole) = (SpendingStage.Answered, usage, answered, whole);

    /// <summary>What each entry spent; after this, nothing can be reserved any more.</summary>
    public void Close()
    {
        Bill = Stage == SpendingStage.Answered ? TokenBill.Of(_usage, Input, _answered, _isWhole) : new TokenBill { Estimated = Stage == SpendingStage.Asked };
        foreach (var entry in entries)
        {
            entry.Spent = (Stage, entry.Budget.Unit) switch
            {
                (SpendingStage.Found or SpendingStage.Reserved, _) or (_, BudgetUnit.Streams) => 0,
                (_, BudgetUnit.Requests) => entry.Reserved,
                (SpendingStage.Asked, _) => entry.Reserved,
                (SpendingStage.Refused, _) => 0,
                _ => entry.CountsTokens ? entry.CostOf(Bill) : 0,
            };
        }

        Stage = SpendingStage.Closed;
    }

    /// <summary>Everything is reserved.</summary>
    public void HasReserved() => Stage = SpendingStage.Reserved;
}

/// <summary>How far an exchange came, which says what it spent.</summary>
internal enum SpendingStage
{
    /// <summary>Its budgets are known.</summary>
    Found,

    /// <summary>They had room.</summary>
    Reserved,

    /// <summary>The request went to an upstream.</summary>
    Asked,

    /// <summary>Which answered with an error.</summary>
    Refused,

    /// <summary>Which answered.</summary>
    Answered,

    /// <summary>It is over and settled.</summary>
    Closed,
}

/// <summary>How a budget stands, as a client is told.</summary>
/// <param name="Limit">Its limit.</param>
/// <param name="Left">What is left.</param>
/// <param name="Reset">When all of it is there again.</param>
internal sealed record BudgetStanding(long Limit, long Left, DateTimeOffset Reset);
