using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>Which leaves of a value make up a segment.</summary>
internal enum LeafStyle
{
    /// <summary>Every key, string and number.</summary>
    Data,

    /// <summary>As <see cref="Data"/>, without the words of JSON Schema and short numbers.</summary>
    Schema,

    /// <summary>Without counts, plain field names and words of the vocabulary: for counts, scores and flags.</summary>
    Figures,

    /// <summary>As <see cref="Figures"/>, without strings that are harmless: for tokens that a model might have chosen.</summary>
    Alternatives,
}

/// <summary>The ways every dialect turns a JSON value into a segment. Whatever has another shape than expected is inspected leaf by leaf, never passed unseen.</summary>
internal static class Leaves
{
    // Words of JSON Schema: they say nothing that could be found, and would drown what does.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> SchemaWords = new HashSet<string>(StringComparer.Ordinal)
    {
        "type", "properties", "required", "description", "items", "enum", "const", "default", "title", "format", "pattern", "examples",
        "additionalProperties", "anyOf", "oneOf", "allOf", "not", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
        "uniqueItems", "nullable", "strict", "name", "parameters", "input_schema", "function", "custom", "schema", "json_schema", "$ref", "$defs",
        "toolSpec", "systemTool", "inputSchema", "json",
        "object", "string", "number", "integer", "boolean", "array", "null",
        "OBJECT", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "NULL",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Numbers below this many characters are not inspected where they are settings, counts or bounds.</summary>
    public const int ShortNumber = 6;

    /// <summary>A string as a segment of its own.</summary>
    public static void Text(ref JsonCursor cursor, SegmentStore store, SegmentRole role, Provenance provenance, string path)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            Generic(ref cursor, store, role, path);
            return;
        }

        if (cursor.Raw.Length > 0)
        {
            store.Begin(role, provenance, path);
            store.Add(ref cursor, PieceKind.Text);
            store.End();
        }
    }

    /// <summary>Every key, string and number of a value we know nothing of, as one untrusted segment.</summary>
    public static void Generic(ref JsonCursor cursor, SegmentStore store, SegmentRole role, string path) =>
        Composite(ref cursor, store, role, Provenance.Untrusted, path);

    /// <summary>Every key, string and number of a value as one segment. Returns its index, or -1 when there was none.</summary>
    public static int Composite(ref JsonCursor cursor, SegmentStore store, SegmentRole role, Provenance provenance, string path, LeafStyle style = LeafStyle.Data)
    {
        if (cursor.Token is JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False)
        {
            return -1;
        }

        store.Begin(role, provenance, path);
        Collect(ref cursor, store, style);
        return store.End();
    }

    /// <summary>Gives the leaves of the current value to <paramref name="sink"/>: of a message its open segment, of a stream's event its texts.</summary>
    public static void Collect<TSink>(ref JsonCursor cursor, TSink sink, LeafStyle style)
        where TSink : ILeafSink
    {
        cursor.EnterFreeForm();
        var depth = 0;
        var vocabulary = false;
        do
        {
            switch (cursor.Token)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.PropertyName:
                    vocabulary = style == LeafStyle.Figures && Vocabulary.Has(cursor.Raw);
                    if (KeySays(cursor.Raw, style))
                    {
                        sink.Add(ref cursor, PieceKind.Key);
                    }

                    break;
                case JsonTokenType.String when StringSays(cursor.Raw, style, vocabulary):
                    sink.Add(ref cursor, PieceKind.Text);
                    break;
                case JsonTokenType.Number when NumberSays(cursor.Raw, style):
                    sink.Add(ref cursor, PieceKind.Number);
                    break;
            }
        }
        while (depth > 0 && cursor.Read());
        cursor.LeaveFreeForm();
    }

    /// <summary>Arguments that are JSON inside a string, as one segment of their leaves; if they are not JSON, their whole text. Returns the segment's index, or -1.</summary>
    public static int Arguments(ref JsonCursor cursor, SegmentStore store, Provenance provenance, string path)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            return Composite(ref cursor, store, SegmentRole.ToolCall, provenance, path);
        }

        if (cursor.Raw.Length == 0)
        {
            return -1;
        }

        store.Begin(SegmentRole.ToolCall, provenance, path);
        if (!NestedArguments.TryCollect(cursor.Raw, cursor.RawStart, store))
        {
            store.Add(ref cursor, PieceKind.Text);
        }

        return store.End();
    }

    /// <summary>A string that is an id or a word of a vocabulary passes unseen; anything else is inspected.</summary>
    public static void Identifier(ref JsonCursor cursor, SegmentStore store, SegmentRole role, string path)
    {
        if (cursor.Token != JsonTokenType.String || !Plain.IsIdentifier(cursor.Raw))
        {
            Generic(ref cursor, store, role, path);
        }
    }

    /// <summary>
    /// On a key without a rule of its own: reads its value. Ids, counts and words of a vocabulary pass unseen; anything else is inspected, untrusted
    /// unless the caller knows better, and so is the key when it could say something itself.
    /// </summary>
    public static void Field(ref JsonCursor cursor, SegmentStore store, string? parent, SegmentRole role = SegmentRole.Document, Provenance provenance = Provenance.Untrusted)
    {
        var (vocabulary, word) = (Vocabulary.Has(cursor.Raw), Plain.IsWord(cursor.Raw));
        var file = cursor.Is("file_id"u8) || cursor.Is("file_url"u8) || cursor.Is("container_id"u8);
        var ahead = cursor;
        ahead.ReadAhead();
        if (file && ahead.Token != JsonTokenType.Null)
        {
            store.Hides();
        }

        if (word && ahead.Passes(vocabulary))
        {
            cursor.Read();
            return;
        }

        store.Begin(role, provenance, Paths.Key(ref cursor, parent));
        if (!word)
        {
            store.Add(ref cursor, PieceKind.Key);
        }

        cursor.Read();
        Collect(ref cursor, store, LeafStyle.Data);
        store.End();
    }

    /// <summary>As <see cref="Field"/> for a field of the vocabulary; returns its value when it is a string.</summary>
    public static string? Word(ref JsonCursor cursor, SegmentStore store, string? parent, SegmentRole role)
    {
        var path = Paths.Key(ref cursor, parent);
        cursor.Read();
        var text = cursor.Token == JsonTokenType.String ? cursor.Text() : null;
        if (!cursor.Passes(vocabulary: true))
        {
            Generic(ref cursor, store, role, path);
        }

        return text;
    }

    /// <summary>Base64, with or without a <c>data:</c> prefix: opened and inspected when it holds text, passed when it is binary; any other string is inspected as text.</summary>
    public static void Payload(ref JsonCursor cursor, SegmentStore store, SegmentRole role, Provenance provenance, string path, bool saidToBeText = false)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            Generic(ref cursor, store, role, path);
            return;
        }

        var text = default(PooledList<char>);
        switch (Base64Text.Open(cursor.Raw, saidToBeText, ref text))
        {
            case Base64Kind.None:
                Text(ref cursor, store, role, provenance, path);
                break;
            case Base64Kind.Text:
                store.Begin(role, provenance, path);
                store.Add(text.Items, PieceKind.Base64, cursor.RawStart, cursor.Raw.Length);
                store.End();
                break;
        }

        text.Dispose();
    }

    /// <summary>Whether a key is inspected.</summary>
    private static bool KeySays(ReadOnlySpan<byte> raw, LeafStyle style) => style switch
    {
        LeafStyle.Schema => !IsSchemaWord(raw),
        LeafStyle.Figures or LeafStyle.Alternatives => !Plain.IsWord(raw),
        _ => true,
    };

    /// <summary>Whether a string is inspected; <paramref name="vocabulary"/> says that its key is one of a fixed vocabulary.</summary>
    private static bool StringSays(ReadOnlySpan<byte> raw, LeafStyle style, bool vocabulary) =>
        !(vocabulary && Plain.IsIdentifier(raw)) && !(style == LeafStyle.Schema && IsSchemaWord(raw)) && !(style == LeafStyle.Alternatives && Plain.IsHarmless(raw));

    /// <summary>Whether a number is inspected.</summary>
    private static bool NumberSays(ReadOnlySpan<byte> raw, LeafStyle style) => style switch
    {
        LeafStyle.Data => true,
        LeafStyle.Schema => raw.Length >= ShortNumber,
        _ => !Plain.IsCount(raw),
    };

    private static bool IsSchemaWord(ReadOnlySpan<byte> raw)
    {
        Span<char> word = stackalloc char[24];
        return raw.Length <= word.Length
            && System.Text.Ascii.ToUtf16(raw, word, out var length) == OperationStatus.Done
            && SchemaWords.Contains(word[..length]);
    }
}
