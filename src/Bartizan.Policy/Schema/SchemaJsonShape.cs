using System.Text.Json;
using Bartizan.Core.Text;
using Bartizan.Policy.Json;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Takes JSON apart and reports what is not as a schema needs it; what is wrong is left out, so that one reading tells all errors.</summary>
internal sealed class SchemaJsonShape(Diagnostics diagnostics)
{
    public void Report(JsonTree at, string what, string fix) => diagnostics.Add(at.Span, what, fix);

    /// <summary>Whether it is an object that has no fields but these, none twice.</summary>
    public bool IsObject(JsonTree value, string[] allowed, string[]? required = null)
    {
        if (value.Kind != JsonValueKind.Object)
        {
            Report(value, "An object is needed here.", $"Its fields are {string.Join(", ", allowed)}.");
            return false;
        }

        foreach (var field in DistinctFields(value))
        {
            if (!allowed.Contains(field.Name, StringComparer.Ordinal))
            {
                diagnostics.Add(field.Span, $"There is no field {field.Name} here.", NearestName.Hint(field.Name, allowed) ?? $"The fields are {string.Join(", ", allowed)}.");
            }
        }

        foreach (var name in required ?? [])
        {
            if (value.Find(name) is null)
            {
                Report(value, $"The field {name} is missing.", "Add it; it may be empty.");
                return false;
            }
        }

        return true;
    }

    /// <summary>The fields of an object whose names are free.</summary>
    public IEnumerable<(string Name, SourceSpan Span, JsonTree Value)> Fields(JsonTree? value, string what)
    {
        if (value is null)
        {
            return [];
        }

        if (value.Kind != JsonValueKind.Object)
        {
            Report(value, "An object is needed here.", $"It holds {what}.");
        }

        return DistinctFields(value).Select(f => (f.Name, f.Span, f.Value));
    }

    public IReadOnlyList<JsonTree> Items(JsonTree value, string what)
    {
        if (value.Kind != JsonValueKind.Array)
        {
            Report(value, "An array is needed here.", $"It lists {what}.");
        }

        return value.Items;
    }

    public IEnumerable<JsonTree> Texts(JsonTree value, string what) => Items(value, what).Where(i => Text(i, "a string") is not null);

    /// <summary>The value if it is a string, else null.</summary>
    public JsonTree? Text(JsonTree? value, string what)
    {
        if (value is { Kind: not JsonValueKind.String })
        {
            Report(value, $"A string is needed here: {what}.", "");
        }

        return value is { Kind: JsonValueKind.String } ? value : null;
    }

    /// <summary>The text of a string that is a path of names, else null.</summary>
    public string? Path(JsonTree? value) => Text(value, "a name") is { } text && IsPath(text.Text, text.Span) ? text.Text : null;

    public bool IsName(string name, SourceSpan at) => Check(CedarText.IsIdentifier(name) || name is Declarations.BuiltIn, name, at);

    public bool IsPath(string path, SourceSpan at) =>
        Check(path.Split("::").All(n => CedarText.IsIdentifier(n) || n is Declarations.BuiltIn), path, at);

    public void CheckAnnotations(JsonTree value)
    {
        foreach (var (name, at, text) in Fields(value.Find("annotations"), "texts by name"))
        {
            Check(name.Length > 0 && CedarText.IsIdentifierStart(name[0]) && name.All(CedarText.IsIdentifierPart), name, at);
            if (text.Kind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                Report(text, "An annotation is a string.", "");
            }
        }
    }

    public WrittenType WithOthers(WrittenType type, JsonTree? annotation) => WrittenRecord.WithOthers(type, annotation?.Text, annotation?.Span ?? default, diagnostics);

    private List<JsonTreeField> DistinctFields(JsonTree value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var fields = new List<JsonTreeField>(value.Fields.Count);
        foreach (var field in value.Fields)
        {
            if (names.Add(field.Name))
            {
                fields.Add(field);
            }
            else
            {
                diagnostics.Add(field.Span, $"The field {field.Name} is given twice.", "Keep one of the two.");
            }
        }

        return fields;
    }

    private bool Check(bool holds, string name, SourceSpan at)
    {
        if (!holds)
        {
            diagnostics.Add(at, $"{(name.Length > 60 ? $"{name.AsSpan(0, 57)}…" : name)} is not a name.", "Names consist of letters, digits and _, and paths join them by ::.");
        }

        return holds;
    }
}
