using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Configuration;

/// <summary>What a person wrote about sensitivity labels. Without it, only findings give labels, by the built-in map, and no session is remembered.</summary>
public sealed record SensitivityOptions
{
    /// <summary>What findings stand for, by label (<c>pii.email</c>) or family (<c>pii.*</c>), over the built-in map.</summary>
    public IReadOnlyDictionary<string, Sensitivity> Findings { get; init; } = new Dictionary<string, Sensitivity>();

    /// <summary>The request header in which clients label what they send; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>What the organisation's Microsoft Purview labels stand for, by id.</summary>
    public IReadOnlyDictionary<string, Sensitivity> Purview { get; init; } = new Dictionary<string, Sensitivity>();

    /// <summary>How long after its last use a session's label is remembered; zero to remember none.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(7);
}
