namespace Bartizan.Core.Identity.Registry;

/// <summary>What an agent is at a time.</summary>
public enum AgentState
{
    /// <summary>It may work.</summary>
    Working,

    /// <summary>It may not work until something is mended.</summary>
    Suspended,

    /// <summary>It will never work again.</summary>
    Revoked,
}
