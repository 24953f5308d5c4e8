using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Tools;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Entities;

namespace Bartizan.Gateway.Replay;

/// <summary>What policies are about in an installation, at one time.</summary>
/// <param name="Entities">Its agents and people, as the gateway makes principals of them, and what they call.</param>
/// <param name="Ceilings">What the blueprints of agents leave them.</param>
/// <param name="LeftOut">Resources left out because there were too many.</param>
public sealed record Installation(EntityStore Entities, IReadOnlyDictionary<EntityUid, MatrixCeiling> Ceilings, long LeftOut);

/// <summary>
/// Reads what an installation's policies are about: its working agents, its people, and the models, tools and servers that its records and approvals name.
/// Reads of the log only what it has not read before.
/// </summary>
public sealed class InstallationInventory(IAgentStore agents, IIdentityStore identities, IToolPinStore tools, IEventLog log) : IDisposable
{
    /// <summary>Clients choose names, so they could choose a great many.</summary>
    public const int MostResources = 10_000;

    private readonly SemaphoreSlim _reading = new(1);
    private readonly HashSet<EntityUid> _resources = [];
    private long? _read;
    private long _leftOut;

    /// <summary>Reads how it is now. The first time, of the newest events only.</summary>
    /// <param name="mostEvents">How many of them.</param>
    /// <param name="progress">Told how many events were read, and how many are to be; or null.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Installation> ReadAsync(long mostEvents, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            foreach (var pin in await tools.ListAsync(cancellationToken))
            {
                Add(new EntityUid(PolicyQuestion.ToolType, $"{pin.Server}/{pin.Name}"));
                Add(new EntityUid("Server", pin.Server));
            }

            var after = _read ?? Math.Max(0, await log.HeadAsync(cancellationToken) - mostEvents);
            _read = await RecordedExchanges.ReadAsync(log, DateTimeOffset.MinValue, Add, progress, cancellationToken, after);
            Agent[] working = [.. (await agents.ListAsync(cancellationToken)).Where(a => a.Revoked is null)];
            return new(
                GatewayInventory.Of(working, await identities.PeopleAsync(cancellationToken), _resources),
                GatewayInventory.Ceilings(working),
                _leftOut);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

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
                Add(new EntityUid(PolicyQuestion.ModelType, exchange!.Model));
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
            _leftOut++;
        }
    }
}
