namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>What is searched for.</summary>
internal enum SearchKind
{
    /// <summary>Who may do it.</summary>
    Subject,

    /// <summary>What it may be done to.</summary>
    Resource,

    /// <summary>What may be done.</summary>
    Action,
}
