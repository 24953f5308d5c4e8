using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bartizan.Guard.Contracts;

/// <summary>One schema, compiled. Filled by <see cref="SchemaCompiler"/>, because schemas may refer to each other, and not changed after.</summary>
internal sealed class Schema
{
    /// <summary>False for the schema <c>false</c>, which nothing satisfies.</summary>
    public bool Satisfiable { get; set; } = true;

    /// <summary>Types allowed; none for any.</summary>
    public JsonKinds Types { get; set; }

    public IReadOnlyList<JsonElement>? Enum { get; set; }

    public JsonElement? Const { get; set; }

    public FrozenDictionary<string, Schema> Properties { get; set; } = FrozenDictionary<string, Schema>.Empty;

    public IReadOnlyList<string> Required { get; set; } = [];

    /// <summary>What values must satisfy whose names <see cref="Properties"/> does not have; null for anything.</summary>
    public Schema? Additional { get; set; }

    public Schema? Items { get; set; }

    /// <summary>Keywords that set a limit, with it: <c>minimum</c>, <c>maxLength</c> and the like.</summary>
    public IReadOnlyList<(string Keyword, JsonElement Limit)> Limits { get; set; } = [];

    public Regex? Pattern { get; set; }

    public IReadOnlyList<Schema> AllOf { get; set; } = [];

    public IReadOnlyList<Schema> AnyOf { get; set; } = [];

    public IReadOnlyList<Schema> OneOf { get; set; } = [];

    /// <summary>The schema that <c>$ref</c> names.</summary>
    public Schema? Ref { get; set; }

    /// <summary>Schemas that the same value is held to.</summary>
    public IEnumerable<Schema> InPlace => AllOf.Concat(AnyOf).Concat(OneOf).Concat(Ref is null ? [] : [Ref]);
}
