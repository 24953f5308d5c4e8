namespace Bartizan.Policy;

/// <summary>What a satisfied policy does.</summary>
public enum Effect
{
    /// <summary>Allows, unless some forbid is satisfied too.</summary>
    Permit,

    /// <summary>Denies, whatever the permits say.</summary>
    Forbid,
}
