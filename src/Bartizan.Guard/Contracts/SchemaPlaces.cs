using System.Text;
using System.Text.Json;

namespace Bartizan.Guard.Contracts;

/// <summary>Where in a schema's file each value stands, by its JSON pointer.</summary>
internal sealed class SchemaPlaces
{
    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal);

    public SchemaPlaces(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonContract.Deepest });
        var around = new Stack<(string Pointer, int Index)>();
        var name = "";
        var (line, lineStart, seen) = (1, 0, 0);
        while (reader.Read())
        {
            for (; seen < reader.TokenStartIndex; seen++)
            {
                if (json[seen] == '\n')
                {
                    (line, lineStart) = (line + 1, seen + 1);
                }
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                around.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = Step(around.Peek().Pointer, reader.GetString()!);
                _places[name] = (line, seen - lineStart + 1);
                continue;
            }

            var pointer = name;
            if (around.TryPeek(out var outer) && outer.Index >= 0)
            {
                around.Pop();
                around.Push((outer.Pointer, outer.Index + 1));
                pointer = Step(outer.Pointer, outer.Index.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            _places.TryAdd(pointer, (line, seen - lineStart + 1));
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                around.Push((pointer, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }
    }

    /// <summary>Line and column, from 1, of a value, or of the name before it.</summary>
    public (int Line, int Column) Of(string pointer) => _places.GetValueOrDefault(pointer, (1, 1));

    /// <summary>A pointer one step further (RFC 6901).</summary>
    public static string Step(string pointer, string name) =>
        new StringBuilder(pointer).Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)).ToString();
}
