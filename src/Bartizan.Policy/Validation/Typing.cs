using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Validation;

/// <summary>What is known of an expression before any request.</summary>
/// <param name="Type">Its type; null where an error was reported.</param>
/// <param name="Gained">What is surely there where the expression is true.</param>
internal readonly record struct Typing(SchemaType? Type, Capabilities Gained)
{
    public static readonly Typing Failed = new(null, Capabilities.None);

    public static implicit operator Typing(SchemaType type) => new(type, Capabilities.None);
}
