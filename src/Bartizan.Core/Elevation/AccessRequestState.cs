namespace Bartizan.Core.Elevation;

/// <summary>What became of an access request.</summary>
public enum AccessRequestState
{
    /// <summary>Nobody has decided yet, or not yet enough people.</summary>
    Waiting,

    /// <summary>Approved: there is, or was, a grant.</summary>
    Approved,

    /// <summary>A person said no.</summary>
    Denied,

    /// <summary>Its time passed before anybody decided.</summary>
    Expired,
}
