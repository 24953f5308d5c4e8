namespace Bartizan.Policy.History;

/// <summary>How a decision went.</summary>
public enum HistoryOutcome
{
    /// <summary>It passed, masked or not.</summary>
    Allowed,

    /// <summary>It did not pass.</summary>
    Denied,

    /// <summary>A person was asked.</summary>
    Held,
}
