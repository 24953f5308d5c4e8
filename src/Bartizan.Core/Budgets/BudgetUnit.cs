namespace Bartizan.Core.Budgets;

/// <summary>What a budget counts.</summary>
public enum BudgetUnit
{
    /// <summary>Exchanges whose request reached a model's server.</summary>
    Requests,

    /// <summary>Tokens, input and output together.</summary>
    Tokens,

    /// <summary>Money, in billionths of its currency's unit.</summary>
    Money,

    /// <summary>Streams that are open at the same time.</summary>
    Streams,

    /// <summary>Calls of tools at MCP servers.</summary>
    Calls,
}
