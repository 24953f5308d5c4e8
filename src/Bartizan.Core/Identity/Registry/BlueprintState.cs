namespace Bartizan.Core.Identity.Registry;

/// <summary>What a blueprint is at a time.</summary>
public enum BlueprintState
{
    /// <summary>It is in force.</summary>
    InForce,

    /// <summary>Nobody looked at it for longer than it says.</summary>
    ReviewOverdue,

    /// <summary>It has ended.</summary>
    Expired,

    /// <summary>It was retired.</summary>
    Retired,
}
