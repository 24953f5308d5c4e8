using System.Text;
using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Import.Sources;

/// <summary>Reads a JSON configuration with the lines its values stand on.</summary>
internal ref struct JsonSource
{
    private readonly SourceBudget _budget;
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly Func<string, string> _rename;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private JsonSource(ReadOnlySpan<byte> utf8, SourceBudget budget, Func<string, string> rename)
    {
        _utf8 = utf8;
        (_budget, _rename) = (budget, rename);
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = SourceBudget.Deepest });
    }

    /// <summary>Reads an object; <paramref name="rename"/> gives each field the name that it is looked for by.</summary>
    /// <exception cref="InputException">It is not a JSON object, or larger or deeper than is read.</exception>
    public static SourceNode Read(string text, string file, Func<string, string> rename)
    {
        try
        {
            var source = new JsonSource(Encoding.UTF8.GetBytes(text), new SourceBudget(file), rename);
            source._reader.Read();
            var root = source.Value("", 0);
            source._reader.Read();
            return root.Fields.Count > 0 ? root : throw new InputException(new InputError("The file is not one JSON object.", "Check that it is the right file.", file, 1, 1));
        }
        catch (JsonException e)
        {
            throw new InputException(new InputError("This is not JSON, or nested too deeply.", "Look for missing quotes, commas and brackets.", file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
        catch (InvalidOperationException)
        {
            throw new InputException(new InputError("A text in it holds half a surrogate pair.", "Write whole characters.", file));
        }
    }

    private SourceNode Value(string path, int depth)
    {
        _budget.Take(depth);
        var line = Line();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new List<(string Name, SourceNode Node)>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = _rename(_reader.GetString()!);
                    if (fields.Exists(f => f.Name == name))
                    {
                        throw new InputException(new InputError($"{path}: a field is given twice.", "Keep one of them.", "", Line(), 1));
                    }

                    _reader.Read();
                    fields.Add((name, Value(path.Length == 0 ? name : $"{path}.{name}", depth + 1)));
                }

                return new(path, line) { Fields = fields };
            case JsonTokenType.StartArray:
                var items = new List<SourceNode>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value($"{path}[{items.Count}]", depth + 1));
                }

                return new(path, line) { Items = items };
            case JsonTokenType.Null:
                return new(path, line);
            case JsonTokenType.String:
                return new(path, line) { Text = _reader.GetString() };
            default:
                return new(path, line) { Text = Encoding.UTF8.GetString(_reader.ValueSpan) };
        }
    }

    private int Line()
    {
        var at = (int)_reader.TokenStartIndex;
        _line += _utf8[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }
}
