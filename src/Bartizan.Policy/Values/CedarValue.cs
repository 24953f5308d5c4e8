namespace Bartizan.Policy.Values;

/// <summary>A value of the policy language: immutable, compared by content; values of different types are never equal.</summary>
public abstract class CedarValue : IEquatable<CedarValue>
{
    private protected CedarValue()
    {
    }

    /// <summary>What people call the type, with its article: <c>a string</c>, <c>a set</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>The value as Cedar text.</summary>
    public abstract override string ToString();

    /// <inheritdoc/>
    public abstract bool Equals(CedarValue? other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is CedarValue other && Equals(other);
}
