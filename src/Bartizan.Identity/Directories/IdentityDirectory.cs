using Bartizan.Core.Identity;
using Bartizan.Identity.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Directories;

/// <summary>
/// Keeps a snapshot of agents, clients, keys and revocations. It is checked twice a second, so that a revocation counts on every gateway of the folder
/// within a second; when it cannot be checked for ten seconds, no token counts any more.
/// </summary>
internal sealed partial class IdentityDirectory : BackgroundService
{
    private readonly SnapshotKeeper<IdentitySnapshot> _known;
    private readonly ILogger<IdentityDirectory> _log;

    public IdentityDirectory(IIdentityStore store, IConsentStore consents, IAgentStore agents, TimeProvider clock, ILogger<IdentityDirectory> log)
    {
        _log = log;
        _known = new(
            IdentitySnapshot.Empty,
            store.VersionAsync,
            async token => new IdentitySnapshot(
                await agents.ListAsync(token),
                await store.ClientsAsync(token),
                await store.KeysAsync(token),
                await store.RevokedAsync(clock.GetUtcNow(), token),
                clock,
                await store.PeopleAsync(token),
                await consents.OutsideAsync(token)),
            clock,
            LogRefreshFailed);
    }

    /// <summary>The snapshot in force; one that knows nobody when the store could not be asked for too long.</summary>
    public IdentitySnapshot Current => _known.IsFresh ? _known.Latest : IdentitySnapshot.Empty;

    /// <summary>A client, asking the store when it is not known yet, but not more than ten times a second.</summary>
    public ValueTask<ClientEntry?> FindClientAsync(string id, CancellationToken cancellationToken) => FindAsync(known => known.Client(id), cancellationToken);

    /// <summary>Someone with an account that works, asking in the same way.</summary>
    public ValueTask<Person?> FindPersonAsync(string id, CancellationToken cancellationToken) => FindAsync(known => known.Person(id), cancellationToken);

    /// <summary>Asks the store whether anything changed, and swaps the snapshot if so.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => _known.RefreshAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _known.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _known.RunAsync(stoppingToken);

    private async ValueTask<T?> FindAsync<T>(Func<IdentitySnapshot, T?> find, CancellationToken cancellationToken)
        where T : class
    {
        if (find(Current) is { } known)
        {
            return known;
        }

        await _known.AskForMiss().WaitAsync(cancellationToken);
        return find(Current);
    }

    [LoggerMessage(2011, LogLevel.Error, "What tokens are checked by could not be read from the store; they keep working for at most 10 seconds more.")]
    private partial void LogRefreshFailed(Exception failure);
}
