using Bartizan.Policy.Values;

namespace Bartizan.Policy.Entities;

/// <summary>A thing that policies can speak of: its attributes, what it belongs to, and its tags.</summary>
public sealed record Entity(EntityUid Uid)
{
    /// <summary>Attributes, read as <c>principal.owner</c>.</summary>
    public CedarRecord Attributes { get; init; } = CedarRecord.Empty;

    /// <summary>What it directly belongs to; these need not be in the store.</summary>
    public IReadOnlyList<EntityUid> Parents { get; init; } = [];

    /// <summary>Tags, read as <c>principal.getTag("team")</c>.</summary>
    public CedarRecord Tags { get; init; } = CedarRecord.Empty;
}
