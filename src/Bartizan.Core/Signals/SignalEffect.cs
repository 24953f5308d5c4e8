namespace Bartizan.Core.Signals;

/// <summary>What a received signal does to the people that it is about.</summary>
public enum SignalEffect
{
    /// <summary>It is recorded.</summary>
    None,

    /// <summary>Their console sessions end, and with them every connection with an agent and its tokens.</summary>
    EndSessions,

    /// <summary>Their account is disabled, which ends all of that too.</summary>
    DisableAccount,
}
