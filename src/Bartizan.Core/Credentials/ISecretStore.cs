namespace Bartizan.Core.Credentials;

/// <summary>Keeps upstream secrets sealed. Each change is durable, with the event that tells of it, before the call returns.</summary>
public interface ISecretStore
{
    /// <summary>A number that grows with every change but use.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);

    /// <summary>All secrets by name, removed ones too.</summary>
    ValueTask<IReadOnlyList<UpstreamSecret>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those that are there, with their values. Only for what sends them.</summary>
    ValueTask<IReadOnlyList<OpenedSecret>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Adds one; false when there is one of that name.</summary>
    ValueTask<bool> AddAsync(string name, string owner, SecretBinding binding, string value, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Gives one a new value and forgets the old; false when there is none of that name.</summary>
    ValueTask<bool> RotateAsync(string name, string value, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Removes one and forgets its value; false when there is none of that name.</summary>
    ValueTask<bool> RemoveAsync(string name, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Notes when secrets were last sent.</summary>
    ValueTask UsedAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken cancellationToken);
}
