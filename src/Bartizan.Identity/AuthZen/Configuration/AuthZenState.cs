namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>Holds the decision point in force; requests read it without a lock.</summary>
public sealed class AuthZenState(DecisionPoint? initial)
{
    private DecisionPoint? _current = initial;

    /// <summary>The decision point in force, or null where none is configured.</summary>
    public DecisionPoint? Current => Volatile.Read(ref _current);

    /// <summary>Puts another in force for requests that begin from now on.</summary>
    public void Swap(DecisionPoint? next) => Volatile.Write(ref _current, next);
}
