using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Storage;

namespace Bartizan.Commands.Policy;

/// <summary>What an installation's policies are about: its working agents, and the models, tools and servers that its records and approvals name.</summary>
internal sealed class InstallationInventory
{
    /// <summary>Clients choose names, so they could choose a great many.</summary>
    public const int MostResources = 10_000;

    private readonly HashSet<EntityUid> _resources = [];

    /// <summary>Names that were left out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Reads it all.</summary>
    public static async Task<InstallationInventory> ReadAsync(BartizanStore store, CancellationToken cancellationToken)
    {
        var inventory = new InstallationInventory { Agents = [.. (await store.Agents.ListAsync(cancellationToken)).Where(a => a.Revoked is null)], People = await store.Identity.PeopleAsync(cancellationToken) };
        foreach (var pin in await store.ToolPins.ListAsync(cancellationToken))
        {
            inventory.Add(new EntityUid("Tool", $"{pin.Server}/{pin.Name}"));
            inventory.Add(new EntityUid("Server", pin.Server));
        }

        await ProgressBar.ShowAsync("Reading records", async progress =>
        {
            await RecordedExchanges.ReadAsync(store.Events, DateTimeOffset.MinValue, inventory.Add, progress, cancellationToken);
            return 0;
        });
        return inventory;
    }

    /// <summary>As entities.</summary>
    public EntityStore Entities() => GatewayInventory.Of(Agents, People, _resources);

    private IReadOnlyList<Core.Identity.Agent> Agents { get; init; } = [];

    private IReadOnlyList<Core.Identity.Person> People { get; init; } = [];

    private void Add(ExchangeRecord? exchange)
    {
        foreach (var decision in exchange?.Decisions ?? [])
        {
            if (decision.Asked?.Resource is { } text)
            {
                if (EntityUid.TryParse(text, out var uid))
                {
                    Add(uid);
                }
            }
            else if (decision.Action is "invokeModel" or "returnAnswer")
            {
                Add(new EntityUid("Model", exchange!.Model));
            }
        }
    }

    private void Add(EntityUid resource)
    {
        if (_resources.Count < MostResources)
        {
            _resources.Add(resource);
        }
        else if (!_resources.Contains(resource))
        {
            LeftOut++;
        }
    }
}
