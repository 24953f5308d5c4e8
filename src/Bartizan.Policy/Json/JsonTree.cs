using System.Text;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Json;

/// <summary>A JSON value that knows its place in the text. Depth is bounded by <see cref="JsonInput.MaxDepth"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text of a string, else empty.</param>
/// <param name="Items">The items of an array, else none.</param>
/// <param name="Fields">The fields of an object, else none; names may repeat.</param>
/// <param name="Span">Where it begins, in UTF-16 units.</param>
internal sealed record JsonTree(JsonValueKind Kind, string Text, IReadOnlyList<JsonTree> Items, IReadOnlyList<JsonTreeField> Fields, SourceSpan Span)
{
    /// <summary>Reads a whole text.</summary>
    /// <exception cref="InputException">The text is not JSON.</exception>
    public static JsonTree Parse(string text, string file)
    {
        try
        {
            return new Reader(Encoding.UTF8.GetBytes(text)).ReadAll();
        }
        catch (JsonException e)
        {
            throw JsonInput.NotJson(e, file);
        }
        catch (InvalidOperationException)
        {
            throw new InputException(new InputError("A text holds half a surrogate pair.", "Write whole characters.", file));
        }
    }

    public JsonTree? Find(string name) => Fields.LastOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal))?.Value;

    private ref struct Reader(byte[] utf8)
    {
        private readonly byte[] _utf8 = utf8;
        private Utf8JsonReader _json = new(utf8, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        private int _byteAt;
        private int _charAt;

        public JsonTree ReadAll()
        {
            _json.Read();
            var root = Read();
            _json.Read(); // refuses what follows the value
            return root;
        }

        private JsonTree Read()
        {
            var at = Here();
            switch (_json.TokenType)
            {
                case JsonTokenType.StartObject:
                    var fields = new List<JsonTreeField>();
                    while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
                    {
                        var (name, place) = (_json.GetString()!, Here());
                        _json.Read();
                        fields.Add(new JsonTreeField(name, place, Read()));
                    }

                    return new JsonTree(JsonValueKind.Object, "", [], fields, at);
                case JsonTokenType.StartArray:
                    var items = new List<JsonTree>();
                    while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
                    {
                        items.Add(Read());
                    }

                    return new JsonTree(JsonValueKind.Array, "", items, [], at);
                default:
                    return new JsonTree(KindOf(_json.TokenType), _json.TokenType == JsonTokenType.String ? _json.GetString()! : "", [], [], at);
            }
        }

        private static JsonValueKind KindOf(JsonTokenType token) => token switch
        {
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };

        // Tokens come in the order of the text, so each byte is counted once.
        private SourceSpan Here()
        {
            var to = (int)_json.TokenStartIndex;
            _charAt += Encoding.UTF8.GetCharCount(_utf8, _byteAt, to - _byteAt);
            _byteAt = to;
            return new SourceSpan(_charAt, 1);
        }
    }
}

/// <summary>A field of an object.</summary>
internal sealed record JsonTreeField(string Name, SourceSpan Span, JsonTree Value);
