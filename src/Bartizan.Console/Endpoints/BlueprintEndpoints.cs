using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Text;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Blueprints, for looking at: they are made from files, on the command line.</summary>
internal static class BlueprintEndpoints
{
    public static void MapBlueprints(this IEndpointRouteBuilder api)
    {
        var blueprints = api.MapGroup("/blueprints").WithTags("Blueprints");
        blueprints.MapGet("", ListAsync).For(Right.Watch, "listBlueprints", "All blueprints as they are in force.");
        blueprints.MapGet("/{id}", VersionsAsync).For(Right.Watch, "readBlueprint", "All versions of a blueprint, the newest first.").OrNotFound();
    }

    private static async Task<BlueprintList> ListAsync(BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        await ViewAsync(await store.Registry.BlueprintsAsync(cancel), store, clock, cancel);

    private static async Task<BlueprintList> VersionsAsync(string id, BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        await store.Registry.VersionsAsync(id, cancel) is { Count: > 0 } versions
            ? await ViewAsync(versions, store, clock, cancel)
            : throw new RefusalException(Refusals.NotFound("blueprint", id));

    private static async Task<BlueprintList> ViewAsync(IReadOnlyList<Blueprint> blueprints, BartizanStore store, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var agents = (await store.Agents.ListAsync(cancel)).Where(a => a.Revoked is null).ToLookup(a => a.Blueprint?.Id);
        return new([.. blueprints.Select(b => View(b, agents[b.Id].Count(), now))]);
    }

    private static BlueprintView View(Blueprint b, int agents, DateTimeOffset now) => new(
        b.Id,
        b.Name,
        b.Version,
        b.StateAt(now),
        b.Owner,
        b.Sponsor,
        b.Code,
        b.Uses?.Models,
        b.Uses?.Tools,
        b.Ceiling is { } ceiling ? string.Join('\n', ceiling.Split('\n').Select(line => VisibleText.Of(line.TrimEnd('\r').Replace("\t", "    ", StringComparison.Ordinal)))) : null,
        b.Depth,
        (int)b.Lifetime.TotalSeconds,
        b.ReviewDays,
        b.ReviewDue,
        b.Expires,
        b.Created,
        VisibleText.Of(b.By),
        b.Retired,
        agents);
}
