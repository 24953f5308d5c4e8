using System.Text.Json;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Records;

/// <summary>
/// An event with what its collector says of it: <c>{"id":"…","ls":{"product":"windows","service":"sysmon","category":["process_creation"]},"ev":{…}}</c>.
/// Only an object that begins with one of these names and holds an object <c>ev</c> is one.
/// </summary>
public sealed class EventEnvelope
{
    private const int MostSources = 4_096;

    private readonly Dictionary<string, DeclaredSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeclaredSource>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private char[] _characters = new char[512];

    /// <summary>Creates a reader, which hands out the same source for the same declaration.</summary>
    public EventEnvelope() => _lookup = _sources.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The event in <paramref name="record"/> with what is said of it; the record itself where it is no envelope.</summary>
    /// <param name="record">One JSON object.</param>
    /// <param name="exact">
    /// Whether to look for the end of <c>ev</c>; else it is taken to be last, which the reader of the event finds out when it is not.
    /// </param>
    public (Range Event, DeclaredSource? Source, string? Id) Open(ReadOnlySpan<byte> record, bool exact)
    {
        if (record is not ([(byte)'{', (byte)'"', (byte)'l', (byte)'s', (byte)'"', ..] or [(byte)'{', (byte)'"', (byte)'e', (byte)'v', (byte)'"', ..] or [(byte)'{', (byte)'"', (byte)'i', (byte)'d', (byte)'"', ..]))
        {
            return (.., null, null);
        }

        try
        {
            return Read(record, exact) ?? (.., null, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what texts that are no UTF-8 raise.
            return (.., null, null);
        }
    }

    private (Range, DeclaredSource?, string?)? Read(ReadOnlySpan<byte> record, bool exact)
    {
        var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = 256 });
        var (source, id, found) = ((DeclaredSource?)null, (string?)null, default(Range?));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isSource, isId, isEvent) = (reader.ValueTextEquals("ls"u8), reader.ValueTextEquals("id"u8), reader.ValueTextEquals("ev"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isEvent && reader.TokenType == JsonTokenType.StartObject)
            {
                if (!exact)
                {
                    return (start..record[..record.LastIndexOf((byte)'}')].TrimEnd(" \t\r\n"u8).Length, source, id);
                }

                reader.Skip();
                found = start..(int)reader.BytesConsumed;
            }
            else if (isSource && reader.TokenType == JsonTokenType.StartObject)
            {
                reader.Skip();
                source = Declared(record[start..(int)reader.BytesConsumed]);
            }
            else if (isId && reader.TokenType == JsonTokenType.String)
            {
                id = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return found is { } place ? (place, source, id) : null;
    }

    private DeclaredSource Declared(ReadOnlySpan<byte> json)
    {
        if (_characters.Length < json.Length)
        {
            _characters = new char[json.Length];
        }

        var text = _characters.AsSpan(0, System.Text.Encoding.UTF8.GetChars(json, _characters));
        if (_lookup.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_sources.Count >= MostSources)
        {
            _sources.Clear();
        }

        using var document = JsonDocument.Parse(json.ToArray());
        var root = document.RootElement;
        return _sources[text.ToString()] = new DeclaredSource(Text(root, "product"), Text(root, "service"), Categories(root));
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Categories(JsonElement root) => root.TryGetProperty("category", out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()!)],
            _ => [],
        }
        : [];
}
