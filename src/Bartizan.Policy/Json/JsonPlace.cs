using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Policy.Json;

/// <summary>A JSON value that knows where it stands, for errors.</summary>
/// <param name="Element">The value.</param>
/// <param name="File">File, or empty.</param>
/// <param name="Path">Path from the document's root, as <c>[2].attrs.owner</c>.</param>
/// <param name="Line">Line of the document where it is one line of many, else 0.</param>
internal readonly record struct JsonPlace(JsonElement Element, string File, string Path = "", int Line = 0)
{
    public JsonValueKind Kind => Element.ValueKind;

    public InputException Error(string what, string fix) =>
        new(new InputError(Path.Length == 0 ? what : $"{Path}: {what}", fix, File, Line, Line == 0 ? 0 : 1));

    public void Expect(JsonValueKind kind, string what)
    {
        if (Kind != kind)
        {
            throw Error($"Expected {what}, found {Shown(Kind)}.", "");
        }
    }

    public IEnumerable<JsonPlace> Items(string what)
    {
        Expect(JsonValueKind.Array, what);
        var (self, i) = (this, 0);
        return Element.EnumerateArray().Select(item => self with { Element = item, Path = $"{self.Path}[{i++}]" });
    }

    public IEnumerable<(string Name, JsonPlace Value)> Fields()
    {
        var self = this;
        return Element.EnumerateObject().Select(field =>
        {
            var name = self.Name(field);
            return (name, self with { Element = field.Value, Path = self.Path.Length == 0 ? name : $"{self.Path}.{name}" });
        });
    }

    public JsonPlace? Field(string name) =>
        Kind == JsonValueKind.Object && Element.TryGetProperty(name, out var value)
            ? this with { Element = value, Path = Path.Length == 0 ? name : $"{Path}.{name}" }
            : null;

    public JsonPlace Require(string name, string fix) => Field(name) ?? throw Error($"The field {name} is missing.", fix);

    public string Text(string what)
    {
        Expect(JsonValueKind.String, what);
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error("The text holds half a surrogate pair.", "Write whole characters.");
        }
    }

    /// <summary>Runs <paramref name="read"/>; errors that do not know the file get it.</summary>
    public T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException e) when (File.Length > 0 && HasHomeless(e))
        {
            var (file, line) = (File, Line);
            throw new InputException([.. e.Errors.Select(error => error.File.Length == 0 ? error with { File = file, Line = line } : error)]);
        }
    }

    private static bool HasHomeless(InputException e) => e.Errors.Any(error => error.File.Length == 0);

    private static string Shown(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    private string Name(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            throw Error("A name holds half a surrogate pair.", "Write whole characters.");
        }
    }
}
