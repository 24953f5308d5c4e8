namespace Bartizan.Core.Credentials;

/// <summary>A secret that upstreams ask for, without its value.</summary>
public sealed record UpstreamSecret
{
    /// <summary>Its name, by which configuration refers to it.</summary>
    public required string Name { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>Where it may go.</summary>
    public required SecretBinding Binding { get; init; }

    /// <summary>How many values it has had, the one in force included; from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the value in force came.</summary>
    public required DateTimeOffset Rotated { get; init; }

    /// <summary>When it was last sent, to some seconds; null for never.</summary>
    public DateTimeOffset? Used { get; init; }

    /// <summary>When it was removed; null while it is there.</summary>
    public DateTimeOffset? Removed { get; init; }
}

/// <summary>A secret with its value. Never written anywhere: its text is its name.</summary>
/// <param name="secret">The secret.</param>
/// <param name="value">Its value; null when it does not open, because its row was changed or belongs to another store.</param>
public sealed class OpenedSecret(UpstreamSecret secret, string? value)
{
    /// <summary>The secret.</summary>
    public UpstreamSecret Secret => secret;

    /// <summary>Its value; null when it does not open.</summary>
    public string? Value => value;

    /// <inheritdoc/>
    public override string ToString() => secret.Name;
}
