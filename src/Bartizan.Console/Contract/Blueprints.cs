using Bartizan.Core.Identity.Registry;

namespace Bartizan.Console.Contract;

/// <summary>A version of a blueprint.</summary>
/// <param name="Id">Blueprint id, prefix <c>bpt</c>; the same for all versions.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="State">What keeps its agents from working, beside its people's accounts.</param>
/// <param name="Owner">Name of the owner's account.</param>
/// <param name="Sponsor">Name of the sponsor's account.</param>
/// <param name="Code">Digest of the code or image; null when it is not told.</param>
/// <param name="Models">Models that its agents may use; null for all that policy allows.</param>
/// <param name="Tools">Tools that its agents may use; null for all that policy allows.</param>
/// <param name="Ceiling">Cedar text that must allow every call too; null for none.</param>
/// <param name="Depth">How many agents may act for one of its agents, one after the other.</param>
/// <param name="LifetimeSeconds">How long its agents' tokens live at most.</param>
/// <param name="ReviewDays">After how many days somebody must look at it.</param>
/// <param name="ReviewDue">When that is.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Created">When this version was made.</param>
/// <param name="By">Who made it.</param>
/// <param name="Retired">When it was retired; null while it is not.</param>
/// <param name="Agents">How many agents that are not revoked are of it.</param>
public sealed record BlueprintView(
    string Id,
    string Name,
    int Version,
    BlueprintState State,
    string Owner,
    string Sponsor,
    string? Code,
    IReadOnlyList<string>? Models,
    IReadOnlyList<string>? Tools,
    string? Ceiling,
    int Depth,
    int LifetimeSeconds,
    int ReviewDays,
    DateTimeOffset ReviewDue,
    DateTimeOffset Expires,
    DateTimeOffset Created,
    string By,
    DateTimeOffset? Retired,
    int Agents);

/// <summary>Versions of blueprints.</summary>
/// <param name="Items">All blueprints as they are in force, by name; or all versions of one, the newest first.</param>
public sealed record BlueprintList(IReadOnlyList<BlueprintView> Items);
