using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy.Json;

namespace Bartizan.Policy.Values;

/// <summary>A value of the policy language: immutable, compared by content; values of different types are never equal.</summary>
public abstract class CedarValue : IEquatable<CedarValue>
{
    private protected CedarValue()
    {
    }

    /// <summary>What people call the type, with its article: <c>a string</c>, <c>a set</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>Reads Cedar's JSON form of a value.</summary>
    /// <exception cref="InputException">It is not that.</exception>
    public static CedarValue FromJson(JsonElement json, string file = "") => ValueJsonReader.Read(new JsonPlace(json, file));

    /// <summary>Writes Cedar's JSON form of the value; <see cref="FromJson"/> reads it back.</summary>
    /// <exception cref="InvalidOperationException">A record in it has a field that the form keeps for itself: <c>__entity</c> or <c>__extn</c>.</exception>
    public void WriteJson(Utf8JsonWriter json) => ValueJsonWriter.Write(json, this);

    /// <summary>The value as Cedar text.</summary>
    public abstract override string ToString();

    /// <inheritdoc/>
    public abstract bool Equals(CedarValue? other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is CedarValue other && Equals(other);
}
