using Bartizan.Policy.Syntax;

namespace Bartizan.Policy;

/// <summary>Names an entity: its type, with namespaces joined by <c>::</c>, and its id, any text.</summary>
public readonly record struct EntityUid(string Type, string Id)
{
    private readonly int _hash = HashCode.Combine(Type, Id); // names are looked up many times a decision, and hashed once

    /// <summary>The entity type, with namespaces joined by <c>::</c>.</summary>
    public string Type { get; } = Type;

    /// <summary>The id, any text.</summary>
    public string Id { get; } = Id;

    /// <summary>The form Cedar reads: <c>Agent::"support-bot"</c>.</summary>
    public override string ToString() => $"{Type}::\"{CedarText.Escape(Id)}\"";

    /// <summary>Reads the form that <see cref="ToString"/> writes; false when the text is anything else.</summary>
    public static bool TryParse(string text, out EntityUid uid) => Parser.TryParseEntityUid(text, out uid);

    /// <inheritdoc/>
    public bool Equals(EntityUid other) =>
        _hash == other._hash && string.Equals(Id, other.Id, StringComparison.Ordinal) && string.Equals(Type, other.Type, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
