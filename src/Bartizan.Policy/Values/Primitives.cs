using System.Globalization;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Values;

/// <summary>True or false; there are exactly two instances.</summary>
public sealed class CedarBool : CedarValue
{
    /// <summary>True.</summary>
    public static readonly CedarBool True = new(true);

    /// <summary>False.</summary>
    public static readonly CedarBool False = new(false);

    private CedarBool(bool value) => Value = value;

    /// <summary>The boolean.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override string TypeName => "a bool";

    /// <summary>The instance for <paramref name="value"/>.</summary>
    public static CedarBool Of(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 1 : 2;

    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>A signed 64-bit integer.</summary>
public sealed class CedarLong(long value) : CedarValue
{
    /// <summary>The integer.</summary>
    public long Value { get; } = value;

    /// <inheritdoc/>
    public override string TypeName => "a long";

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarLong l && l.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)Value, (int)(Value >> 32)); // seeded: a hostile set cannot aim for one bucket

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Unicode text.</summary>
public sealed class CedarString(string value) : CedarValue
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string TypeName => "a string";

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarString s && string.Equals(s.Value, Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"\"{CedarText.Escape(Value)}\"";
}

/// <summary>A reference to an entity, which need not be in the store.</summary>
public sealed class CedarEntity(EntityUid uid) : CedarValue
{
    /// <summary>Which entity.</summary>
    public EntityUid Uid { get; } = uid;

    /// <inheritdoc/>
    public override string TypeName => "an entity";

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarEntity e && e.Uid.Equals(Uid);

    /// <inheritdoc/>
    public override int GetHashCode() => Uid.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Uid.ToString();
}
