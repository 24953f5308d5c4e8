namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>What policies say of a principal, an action and a resource, whatever the context.</summary>
public enum Permission
{
    /// <summary>Denied in every context.</summary>
    Never,

    /// <summary>Permitted in some contexts, as far as can be told.</summary>
    Depends,

    /// <summary>Permitted in every context.</summary>
    Always,
}
