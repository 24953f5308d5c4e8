using System.Text.Json;
using System.Text.Unicode;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Json;

/// <summary>
/// Walks a JSON document once, over its raw bytes, within budgets for depth, tokens and keys, refusing duplicate keys.
/// Convention: a method that reads a value is called on its first token and leaves the cursor on its last.
/// </summary>
internal ref struct JsonCursor
{
    // How often the document may be looked through ahead of reading it; nested blocks that all name their type last would need more.
    private const int PassesAhead = 8;

    private readonly ReadOnlySpan<byte> _document;
    private readonly KeyLedger _keys;
    private Utf8JsonReader _reader;
    private int _tokensLeft;
    private int _freeForm;
    private long _aheadLeft;

    /// <summary>Starts on the document's first token. Throws <see cref="JsonRefusal"/> or <see cref="JsonException"/> on bad input, as every method does.</summary>
    public JsonCursor(ReadOnlySpan<byte> document, KeyLedger keys, int tokens = DialectLimits.Tokens)
    {
        _document = document;
        _keys = keys;
        _keys.Reset();
        _tokensLeft = tokens;
        _aheadLeft = (PassesAhead * (long)document.Length) + 1024;
        _reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = DialectLimits.Depth });
        Read();
    }

    /// <summary>Kind of the current token.</summary>
    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The current token's raw bytes: a string's or key's content between its quotes, a number's digits.</summary>
    public readonly ReadOnlySpan<byte> Raw => _reader.ValueSpan;

    /// <summary>Offset of <see cref="Raw"/> in the document.</summary>
    public readonly int RawStart => (int)_reader.TokenStartIndex + (Token is JsonTokenType.String or JsonTokenType.PropertyName ? 1 : 0);

    /// <summary>Offset of the current token, quotes included.</summary>
    public readonly int TokenStart => (int)_reader.TokenStartIndex;

    /// <summary>Offset just after the current token.</summary>
    public readonly int TokenEnd => (int)_reader.BytesConsumed;

    /// <summary>Whether a document may be read at all.</summary>
    public static void CheckDocument(ReadOnlySpan<byte> document)
    {
        if (document.Length > DialectLimits.BodyBytes)
        {
            throw JsonRefusal.Budget($"The body is larger than {DialectLimits.BodyBytes} bytes.");
        }

        if (!Utf8.IsValid(document))
        {
            throw new JsonRefusal(ReadFailure.InvalidUtf8, "The body is not valid UTF-8.");
        }
    }

    /// <summary>Moves to the next token; false at the document's end.</summary>
    public bool Read()
    {
        if (!_reader.Read())
        {
            return false;
        }

        if (--_tokensLeft < 0)
        {
            throw JsonRefusal.Budget($"The body has more than {DialectLimits.Tokens} JSON tokens.");
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _keys.Open(strict: _freeForm == 0);
                break;
            case JsonTokenType.EndObject:
                _keys.Close();
                break;
            case JsonTokenType.PropertyName:
                _keys.Add(_document, RawStart, _reader.ValueSpan, _reader.ValueIsEscaped);
                break;
        }

        return true;
    }

    /// <summary>On a copy that only looks ahead: moves to the next token without budgets or checks.</summary>
    public void ReadAhead() => _reader.Read();

    /// <summary>Whether the current value may pass uninspected: true, false, null, a short number, or under a key of the vocabulary any count and what looks like an identifier.</summary>
    public readonly bool Passes(bool vocabulary) => Token switch
    {
        JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => true,
        JsonTokenType.Number => vocabulary ? Plain.IsCount(Raw) : Raw.Length < Leaves.ShortNumber,
        JsonTokenType.String => Raw.Length == 0 || (vocabulary && Plain.IsIdentifier(Raw)),
        _ => false,
    };

    /// <summary>Inside an object: moves to the next key; false at the object's end.</summary>
    public bool NextKey()
    {
        Read();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Inside an array: moves to the next item's first token; false at the array's end.</summary>
    public bool NextItem()
    {
        Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the current key or string is <paramref name="text"/>, escapes or not.</summary>
    public readonly bool Is(ReadOnlySpan<byte> text) => Is(_reader.ValueSpan, _reader.ValueIsEscaped, text);

    /// <summary>The current key or string as text.</summary>
    public readonly string Text()
    {
        var raw = _reader.ValueSpan;
        return _reader.ValueIsEscaped || !System.Text.Ascii.IsValid(raw) ? Decoded(raw) : System.Text.Encoding.ASCII.GetString(raw);
    }

    /// <summary>The document's bytes from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public readonly ReadOnlySpan<byte> Slice(int start, int end) => _document[start..end];

    /// <summary>The current number, or null when it is none or out of range.</summary>
    public readonly long? Integer() => Token == JsonTokenType.Number && _reader.TryGetInt64(out var value) ? value : null;

    /// <summary>Passes over the current value, checking its keys.</summary>
    public void Skip()
    {
        var depth = _reader.CurrentDepth;
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        _freeForm++;
        while (Read() && _reader.CurrentDepth > depth)
        {
        }

        _freeForm--;
    }

    /// <summary>Objects opened from here on hold keys that mean nothing to us: only true duplicates are refused in them.</summary>
    public void EnterFreeForm() => _freeForm++;

    /// <summary>Ends <see cref="EnterFreeForm"/>.</summary>
    public void LeaveFreeForm() => _freeForm--;

    /// <summary>
    /// On an object's start: the raw content of its string member <paramref name="key"/>, or of the first of two spellings, wherever it stands in the object;
    /// empty when there is none. The cursor stays.
    /// </summary>
    public ReadOnlySpan<byte> PeekString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> otherSpelling = default)
    {
        var ahead = Ahead(key, otherSpelling);
        if (ahead.TokenType != JsonTokenType.String)
        {
            return default;
        }

        return ahead.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(Decoded(ahead.ValueSpan)) : ahead.ValueSpan;
    }

    /// <summary>As <see cref="PeekString"/>, for an integer member; null when there is none.</summary>
    public long? PeekInteger(ReadOnlySpan<byte> key)
    {
        var ahead = Ahead(key);
        return ahead.TokenType == JsonTokenType.Number && ahead.TryGetInt64(out var value) ? value : null;
    }

    /// <summary>As <see cref="PeekString"/>: whether the member is true.</summary>
    public bool PeekTrue(ReadOnlySpan<byte> key) => Ahead(key).TokenType == JsonTokenType.True;

    /// <summary>As <see cref="PeekString"/>: whether there is such a member.</summary>
    public bool Has(ReadOnlySpan<byte> key) => Ahead(key).TokenType != JsonTokenType.EndObject;

    /// <summary>Checks that the document ends here.</summary>
    public void End()
    {
        if (Read())
        {
            throw new JsonRefusal(ReadFailure.InvalidJson, "Something follows the JSON document.");
        }
    }

    // A reader on the value of the object's member, or on the object's end.
    private Utf8JsonReader Ahead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> otherSpelling = default)
    {
        var ahead = _reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var found = Is(ahead.ValueSpan, ahead.ValueIsEscaped, key)
                || (!otherSpelling.IsEmpty && Is(ahead.ValueSpan, ahead.ValueIsEscaped, otherSpelling));
            ahead.Read();
            if (found)
            {
                break;
            }

            ahead.Skip();
        }

        _aheadLeft -= ahead.BytesConsumed - _reader.BytesConsumed;
        return _aheadLeft >= 0 ? ahead : throw JsonRefusal.Budget("Too many nested objects name their type or role last.");
    }

    // Not the reader's own comparison, which throws at surrogates without a partner.
    private static bool Is(ReadOnlySpan<byte> raw, bool escaped, ReadOnlySpan<byte> text)
    {
        if (!escaped)
        {
            return raw.SequenceEqual(text);
        }

        Span<byte> plain = stackalloc byte[256];
        return raw.Length <= plain.Length && plain[..JsonText.Unescape(raw, plain)].SequenceEqual(text);
    }

    private static string Decoded(ReadOnlySpan<byte> raw)
    {
        var buffer = new char[raw.Length];
        return new string(buffer, 0, JsonText.Decode(raw, buffer));
    }
}
