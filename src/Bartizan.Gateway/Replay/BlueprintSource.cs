namespace Bartizan.Gateway.Replay;

/// <summary>Where the blueprints come from under which a recorded decision is asked again; of several the least sure.</summary>
public enum BlueprintSource
{
    /// <summary>Nobody whom it is about had one.</summary>
    None,

    /// <summary>They are those that the record names.</summary>
    Recorded,

    /// <summary>The record does not say which it was, or nobody knows it any more, so it is the one that the agent has now.</summary>
    Present,

    /// <summary>There was one, and nothing is known of it.</summary>
    Unknown,
}
