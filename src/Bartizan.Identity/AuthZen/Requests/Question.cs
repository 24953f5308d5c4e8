using Bartizan.Policy;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.AuthZen.Requests;

/// <summary>One question as Cedar reads it.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Action">Does what.</param>
/// <param name="Resource">To what.</param>
/// <param name="Context">In which circumstances; <c>action</c> holds the action's properties.</param>
/// <param name="Ignored">Paths of what the caller sent and has no part in the decision.</param>
internal sealed record Question(Party Subject, EntityUid Action, Party Resource, CedarRecord Context, IReadOnlyList<string> Ignored)
{
    /// <summary>The id of the approval that the caller shows; null for none.</summary>
    public string? Approval { get; init; }
}

/// <summary>A subject or resource as a caller names it.</summary>
/// <param name="Uid">The entity.</param>
/// <param name="Told">Attributes that the caller tells of it and may tell.</param>
/// <param name="Path">Where its properties stand, for people.</param>
internal sealed record Party(EntityUid Uid, CedarRecord Told, string Path);
