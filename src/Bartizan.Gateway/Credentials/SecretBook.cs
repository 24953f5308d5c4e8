using System.Collections.Concurrent;
using System.Collections.Frozen;
using Bartizan.Core.Credentials;
using Bartizan.Core.KillSwitches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Credentials;

/// <summary>
/// The secrets in force. It reads them anew after each change and before that change is acknowledged, so that once a command or the console says that a
/// secret is rotated or removed, no request uses the old one.
/// </summary>
internal sealed partial class SecretBook(IStanding standing, TimeProvider time, ILogger<SecretBook> logger, ISecretStore? store = null) : BackgroundService
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _reading = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private FrozenDictionary<string, (SecretBinding Binding, InjectedKey Key)> _keys = FrozenDictionary<string, (SecretBinding, InjectedKey)>.Empty;
    private IDisposable? _watch;
    private long _version;

    /// <summary>The secret of that name, if it may go to this address; else null.</summary>
    public InjectedKey? Find(string name, Uri address) =>
        Volatile.Read(ref _keys).TryGetValue(name, out var found) && found.Binding.Covers(address) ? found.Key : null;

    /// <summary>Notes that a secret was sent.</summary>
    public void Used(string name) => _used[name] = time.GetUtcNow();

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (store is not null)
        {
            Read(store);
            _watch = standing.OnChange(() => Read(store));
            await base.StartAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        await base.StopAsync(cancellationToken);
        await NoteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(NoteEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await NoteAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotNoted(e);
            }
        }
    }

    // Called by whoever acknowledges changes, which waits for it: what is read here is read before that.
    private void Read(ISecretStore secrets)
    {
        lock (_reading)
        {
            var version = secrets.VersionAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            if (version == _version)
            {
                return;
            }

            var opened = secrets.OpenAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            foreach (var closed in opened.Where(o => o.Value is null))
            {
                LogDoesNotOpen(closed.Secret.Name);
            }

            Volatile.Write(ref _keys, opened.Where(o => o.Value is not null).ToFrozenDictionary(
                o => o.Secret.Name,
                o => (o.Secret.Binding, new InjectedKey(o.Secret.Binding.Header, o.Value!, $"secret:{o.Secret.Name}", o.Secret.Binding.Scheme)),
                StringComparer.Ordinal));
            _version = version;
        }
    }

    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (store is null || _used.IsEmpty)
        {
            return;
        }

        var used = _used.ToArray();
        await store.UsedAsync(used.ToDictionary(u => u.Key, u => u.Value, StringComparer.Ordinal), cancellationToken);
        foreach (var one in used)
        {
            _used.TryRemove(one);
        }
    }

    [LoggerMessage(2030, LogLevel.Error, "The secret {Name} does not open: its row was changed, or belongs to another store. Nothing uses it until it is rotated.")]
    private partial void LogDoesNotOpen(string name);

    [LoggerMessage(2031, LogLevel.Warning, "When secrets were last used could not be written down.")]
    private partial void LogNotNoted(Exception exception);
}
