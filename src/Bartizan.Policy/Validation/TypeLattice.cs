using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Validation;

/// <summary>How types relate in strict mode: only <c>true</c> and <c>false</c> have a common type that is wider than either.</summary>
internal static class TypeLattice
{
    /// <summary>The narrowest type that both fit; null when there is none.</summary>
    public static SchemaType? Join(SchemaType a, SchemaType b) => (a, b) switch
    {
        _ when ReferenceEquals(a, b) => a,
        (BoolType x, BoolType y) => x.Value == y.Value ? x : BoolType.Any,
        (SetType x, SetType y) => Join(x.Item, y.Item) is { } item ? new SetType(item) : null,
        (RecordType x, RecordType y) => Join(x, y),
        (LongType, LongType) or (StringType, StringType) => a,
        (EntityType x, EntityType y) when x.Equals(y) => a,
        (ExtensionType x, ExtensionType y) when x.Equals(y) => a,
        _ => null,
    };

    private static RecordType? Join(RecordType a, RecordType b)
    {
        var others = a.Others is null || b.Others is null ? null : Join(a.Others, b.Others);
        if (a.Fields.Count != b.Fields.Count || (others is null) != (a.Others is null) || (others is null) != (b.Others is null))
        {
            return null;
        }

        var fields = new Dictionary<string, AttributeType>(a.Fields.Count, StringComparer.Ordinal);
        foreach (var (name, x) in a.Fields)
        {
            if (b.Find(name) is not { } y || x.IsRequired != y.IsRequired || Join(x.Type, y.Type) is not { } type)
            {
                return null;
            }

            fields[name] = x with { Type = type };
        }

        return new RecordType(fields, others);
    }
}
