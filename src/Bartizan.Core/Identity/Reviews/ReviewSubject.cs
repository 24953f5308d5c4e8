namespace Bartizan.Core.Identity.Reviews;

/// <summary>What is reviewed.</summary>
public enum ReviewKind
{
    /// <summary>An entry of the models of a blueprint.</summary>
    Model,

    /// <summary>An entry of the tools of a blueprint.</summary>
    Tool,

    /// <summary>That an agent works at all, with everything that it may do.</summary>
    Agent,

    /// <summary>What a person let an agent do for them.</summary>
    Consent,
}

/// <summary>One piece of authority that somebody answers for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Holder">Id of the blueprint, the agent, or the agent that a person let in.</param>
/// <param name="Name">The holder's name at that time.</param>
/// <param name="Entry">The entry of the list as it stands there; for a consent the account id of the person; empty for an agent.</param>
public sealed record ReviewSubject(ReviewKind Kind, string Holder, string Name, string Entry);

/// <summary>What somebody said of it.</summary>
public enum ReviewAnswer
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>Of an entry that stands for several names, those stay that were used.</summary>
    Narrow,

    /// <summary>It goes: the entry leaves the list, the agent is suspended, the consent is taken back.</summary>
    Remove,
}
