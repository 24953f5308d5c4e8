using System.Globalization;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Storage;

namespace Bartizan.Commands.Blueprints;

/// <summary>A version of a blueprint as the commands print it.</summary>
internal sealed record BlueprintLine(
    string Id,
    string Name,
    int Version,
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
    DateTimeOffset? Retired)
{
    public static BlueprintLine Of(Blueprint b) => new(
        b.Id, b.Name, b.Version, b.Owner, b.Sponsor, b.Code, b.Uses?.Models, b.Uses?.Tools, b.Ceiling, b.Depth, (int)b.Lifetime.TotalSeconds, b.ReviewDays, b.ReviewDue, b.Expires, b.Created, b.By, b.Retired);

    /// <summary>What keeps its agents from working, beside its people's accounts.</summary>
    public static string StateText(Blueprint blueprint, DateTimeOffset now) => blueprint.StateAt(now) switch
    {
        BlueprintState.Retired => "retired " + Day(blueprint.Retired!.Value),
        BlueprintState.Expired => "expired " + Day(blueprint.Expires),
        BlueprintState.ReviewOverdue => "review overdue since " + Day(blueprint.ReviewDue),
        _ => "in force until " + Day(blueprint.Expires),
    };

    /// <summary>The blueprint of that name or id.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static async Task<Blueprint> FindAsync(BartizanStore store, string idOrName, CancellationToken cancellationToken) =>
        await store.Registry.FindBlueprintAsync(idOrName, cancellationToken)
        ?? throw new InputException(new InputError($"There is no blueprint '{idOrName}'.", "`bartizan blueprint list` shows all of them."));

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
