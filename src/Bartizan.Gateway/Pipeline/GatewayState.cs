using System.Collections.Frozen;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Judging;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Guard;
using Bartizan.Policy;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Everything an exchange is judged by, compiled and immutable. One exchange uses one snapshot from beginning to end.</summary>
/// <param name="Routes">Where models are served.</param>
/// <param name="Policies">What is allowed.</param>
/// <param name="Guard">What looks into text.</param>
public sealed record GatewaySnapshot(RouteTable Routes, PolicyEngine Policies, GuardEngine Guard)
{
    /// <summary>What looks into text of systems that have thresholds of their own, by the system's name.</summary>
    public FrozenDictionary<string, GuardEngine> SystemGuards { get; init; } = FrozenDictionary<string, GuardEngine>.Empty;

    /// <summary>Who is asked where the injection model is not sure; null for nobody.</summary>
    public HttpJudge? Judge { get; init; }

    /// <summary>How much may be spent.</summary>
    public BudgetTable Budgets { get; init; } = BudgetTable.None;

    /// <summary>The MCP servers.</summary>
    public McpServers Mcp { get; init; } = McpServers.None;

    /// <summary>What looks into the text of a principal's exchanges.</summary>
    public GuardEngine GuardOf(Principal? principal) =>
        SystemGuards.Count > 0 && principal?.SystemName is { } system && SystemGuards.TryGetValue(system, out var own) ? own : Guard;
}

/// <summary>Holds the snapshot in force; the hot path reads it without a lock.</summary>
public sealed class GatewayState(GatewaySnapshot initial) : IPolicySource
{
    private GatewaySnapshot _current = initial;

    /// <summary>The snapshot in force.</summary>
    public GatewaySnapshot Current => Volatile.Read(ref _current);

    PolicyEngine IPolicySource.Current => Current.Policies;

    /// <summary>Puts another in force for exchanges that begin from now on.</summary>
    public void Swap(GatewaySnapshot next) => Volatile.Write(ref _current, next);
}
