namespace Bartizan.Core.Identity.Reviews;

/// <summary>What an agent was let do with one resource over a span of days, by itself or through agents that acted for it.</summary>
/// <param name="Agent">Agent id.</param>
/// <param name="Action">The action; <see cref="ActedFor"/> where others acted for it.</param>
/// <param name="Resource">A model's name, else the resource as Cedar writes it; for <see cref="ActedFor"/> how many agents, one after the other.</param>
/// <param name="Passed">How many exchanges.</param>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
public sealed record PermissionUse(string Agent, string Action, string Resource, long Passed, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>The action of asking a model.</summary>
    public const string InvokeModel = "invokeModel";

    /// <summary>The action of calling a tool.</summary>
    public const string CallTool = "callTool";

    /// <summary>No action of policy: that agents acted for this one.</summary>
    public const string ActedFor = "actedFor";

    /// <summary>Most characters of a resource that is kept.</summary>
    public const int LongestResource = 400;

    /// <summary>Whether an action makes use of authority; what is answered or listed does not.</summary>
    public static bool IsUse(string action) => action is InvokeModel or CallTool or "readResource" or "getPrompt";
}

/// <summary>What was used of what agents may do, as the log tells it.</summary>
public interface IPermissionUses
{
    /// <summary>What agents were let do since a day, each action on a resource once; empty without agents.</summary>
    /// <param name="agents">Their ids.</param>
    /// <param name="from">The first day, as its first moment in UTC.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<IReadOnlyList<PermissionUse>> UsesAsync(IReadOnlyCollection<string> agents, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Models that an upstream began to answer since then, for an hour and longer, and that others answered before and no more.</summary>
    ValueTask<IReadOnlyList<MovedModel>> MovedModelsAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>When the first exchange was recorded; null when there is none. What nobody watched, nobody can call unused.</summary>
    ValueTask<DateTimeOffset?> WatchedSinceAsync(CancellationToken cancellationToken);
}

/// <summary>A model that is answered from elsewhere.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Upstream">Who answers it now.</param>
/// <param name="Before">Who did before.</param>
public sealed record MovedModel(string Model, string Upstream, IReadOnlyList<string> Before);
