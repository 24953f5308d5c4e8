using System.Collections.Concurrent;
using Bartizan.Core.Databases;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Directories;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Databases;

/// <summary>
/// Drops logins whose time is over, or whose agent, person, token, mandate or piece of work was ended; and all that this process did not make, because of
/// those nobody knows any more what they stand on. Looks at every change of standing and each second; what cannot be dropped is tried again.
/// </summary>
internal sealed partial class DatabaseLogins(
    IDatabaseLoginStore store, IDatabaseLoginMaker maker, IStanding standing, IdentityDirectory directory, TimeProvider clock, ILogger<DatabaseLogins> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Holding> _held = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly SemaphoreSlim _sweeping = new(1);
    private DateTimeOffset _told = DateTimeOffset.MinValue;

    /// <summary>What ended for an agent and those on whose behalf it acts, or would be; null while all stands.</summary>
    public string? Ended(Principal agent)
    {
        var (token, known, now) = (agent.Token!, directory.Current, clock.GetUtcNow());
        return standing.KillSwitches.Stopping(agent) is { } thrown ? $"a kill switch stops {thrown.Target}"
            : !standing.Stands(agent) ? "its agent or its token was ended"
            : token.Person is { } person && known.Person(person.Id) is null ? "the person's account was disabled"
            : token.Mandates.FirstOrDefault(m => now >= m.Until || known.IsRevoked(m.Id)) is { } over ? $"the mandate {over.Id} ended"
            : null;
    }

    /// <summary>Keeps a login that is about to be made from being swept, until it is made or given up.</summary>
    public Holding Hold(DatabaseLogin login, Principal agent) => _held.GetOrAdd(login.Id, _ => new Holding(agent, () => _held.TryRemove(login.Id, out Holding? _)));

    /// <summary>Drops what is to be dropped.</summary>
    /// <param name="all">Whether everything is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task SweepAsync(bool all, CancellationToken cancellationToken)
    {
        await _sweeping.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            var over = (await store.ListAsync(cancellationToken)).Select(l => (Login: l, Reason: all ? "Bartizan stops" : ReasonOf(l, now))).Where(l => l.Reason is not null);
            // A server that does not answer holds up its own logins only.
            await Task.WhenAll(over.GroupBy(l => l.Login.Database, StringComparer.Ordinal).Select(async database =>
            {
                foreach (var (login, reason) in database)
                {
                    if (!await DropAsync(login, reason!, cancellationToken))
                    {
                        break;
                    }
                }
            }));
        }
        finally
        {
            _sweeping.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LastPatience);
        try
        {
            await SweepAsync(all: true, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The next start drops them.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
        _sweeping.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = standing.OnChange(Wake);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(all: false, stoppingToken);
                await _changed.WaitAsync(Every, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e.Message, "the store");
                await Task.Delay(Every, clock, stoppingToken);
            }
        }
    }

    private string? ReasonOf(DatabaseLogin login, DateTimeOffset now) =>
        !_held.TryGetValue(login.Id, out var holding) ? "it was not finished, or Bartizan was restarted"
        : holding.IsOpen ? null
        : now >= login.Until ? "its time is over"
        : Ended(holding.Agent);

    private async Task<bool> DropAsync(DatabaseLogin login, string reason, CancellationToken cancellationToken)
    {
        if (await maker.DropAsync(login, cancellationToken) is { } failed)
        {
            // Each second would drown everything else that there is to read.
            if (clock.GetUtcNow() - _told >= TellEvery)
            {
                _told = clock.GetUtcNow();
                LogFailed(failed, login.Database);
            }

            return false;
        }

        await store.DroppedAsync(login, reason, clock.GetUtcNow(), CancellationToken.None);
        _held.TryRemove(login.Id, out _);
        return true;
    }

    private void Wake()
    {
        if (_changed.CurrentCount == 0)
        {
            try
            {
                _changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another did.
            }
        }
    }

    /// <summary>For whom a login is or will be.</summary>
    /// <param name="agent">The agent that asked, with its token.</param>
    /// <param name="giveUp">Done where it was not made.</param>
    internal sealed class Holding(Principal agent, Action giveUp) : IDisposable
    {
        private volatile bool _made;

        /// <summary>The agent that asked, with its token.</summary>
        public Principal Agent => agent;

        /// <summary>Whether it is still being made.</summary>
        public bool IsOpen => !_made;

        /// <summary>It is made, and is swept from now on when what it stands on ends.</summary>
        public void Keep() => _made = true;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_made)
            {
                giveUp();
            }
        }
    }

    [LoggerMessage(2060, LogLevel.Error, "A login at the database {Database} could not be dropped, and is tried again each second: {Reason}")]
    private partial void LogFailed(string reason, string database);
}
