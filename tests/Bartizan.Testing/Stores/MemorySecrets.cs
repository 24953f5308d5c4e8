using System.Collections.Concurrent;
using Bartizan.Core.Credentials;

namespace Bartizan.Testing.Stores;

/// <summary>Secrets in memory.</summary>
public sealed class MemorySecrets : ISecretStore
{
    private static readonly DateTimeOffset Some = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, OpenedSecret> _secrets = new(StringComparer.Ordinal);
    private long _version = 1;

    /// <summary>When secrets were last sent.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> LastUsed { get; } = new(StringComparer.Ordinal);

    public ValueTask<long> VersionAsync(CancellationToken cancellationToken) => new(Volatile.Read(ref _version));

    public ValueTask<IReadOnlyList<UpstreamSecret>> ListAsync(CancellationToken cancellationToken) => new([.. _secrets.Values.Select(s => s.Secret)]);

    public ValueTask<IReadOnlyList<OpenedSecret>> OpenAsync(CancellationToken cancellationToken) => new([.. _secrets.Values]);

    public ValueTask<bool> AddAsync(string name, string owner, SecretBinding binding, string value, string by, DateTimeOffset when, CancellationToken cancellationToken)
    {
        var secret = new UpstreamSecret { Name = name, Owner = owner, Binding = binding, Version = 1, Created = when, Rotated = when };
        return new(Changed(_secrets.TryAdd(name, new OpenedSecret(secret, value))));
    }

    public ValueTask<bool> RotateAsync(string name, string value, string by, DateTimeOffset when, CancellationToken cancellationToken) => new(Changed(
        _secrets.TryGetValue(name, out var old) && _secrets.TryUpdate(name, new OpenedSecret(old.Secret with { Version = old.Secret.Version + 1, Rotated = when }, value), old)));

    public ValueTask<bool> RemoveAsync(string name, string by, DateTimeOffset when, CancellationToken cancellationToken) => new(Changed(_secrets.TryRemove(name, out _)));

    public ValueTask UsedAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken cancellationToken)
    {
        foreach (var (name, at) in used)
        {
            LastUsed[name] = at;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Adds one without more ado.</summary>
    public MemorySecrets With(string name, string value, string header, params string[] hosts)
    {
        _secrets[name] = new OpenedSecret(
            new UpstreamSecret { Name = name, Owner = "ada", Binding = SecretBinding.Read(hosts, header), Version = 1, Created = Some, Rotated = Some }, value);
        Changed(true);
        return this;
    }

    private bool Changed(bool changed)
    {
        if (changed)
        {
            Interlocked.Increment(ref _version);
        }

        return changed;
    }
}
