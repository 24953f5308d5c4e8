namespace Bartizan.Core.Identity.Registry;

/// <summary>Why an agent may not work for now.</summary>
public enum SuspensionCause
{
    /// <summary>It may.</summary>
    None,

    /// <summary>A person suspended it.</summary>
    ByPerson,

    /// <summary>It has no blueprint, and here every agent must have one.</summary>
    NoBlueprint,

    /// <summary>Its blueprint was retired.</summary>
    BlueprintRetired,

    /// <summary>The account of its blueprint's owner is disabled or gone.</summary>
    OwnerInactive,

    /// <summary>The account of its blueprint's sponsor is disabled or gone.</summary>
    SponsorInactive,

    /// <summary>Its blueprint has ended.</summary>
    BlueprintExpired,

    /// <summary>Nobody looked at its blueprint for longer than it says.</summary>
    ReviewOverdue,
}
