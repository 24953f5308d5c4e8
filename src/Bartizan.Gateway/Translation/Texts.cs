using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>JSON values carried from one document to another as they stand, and made where none stands.</summary>
internal static class Texts
{
    /// <summary>How documents are written: other scripts as they are, as every provider takes them.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * DialectLimits.Depth };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = DialectLimits.Depth };

    /// <summary>Whether a JSON string is empty.</summary>
    public static bool IsEmpty(JsonElement text) => Content(text).IsEmpty;

    /// <summary>A JSON string's text; surrogates without a partner become U+FFFD.</summary>
    public static string Decode(JsonElement text)
    {
        var raw = Content(text);
        var units = ArrayPool<char>.Shared.Rent(raw.Length + 1);
        try
        {
            return new string(units, 0, JsonText.Decode(raw, units));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(units);
        }
    }

    /// <summary>Text as a JSON string.</summary>
    public static JsonElement Quote(ReadOnlySpan<byte> utf8) => Make(utf8, static (json, text) => json.WriteStringValue(text));

    /// <summary>An object that somebody wrote into a string, as models write arguments; an empty string stands for an object without members.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> content, string path)
    {
        var text = ArrayPool<byte>.Shared.Rent(content.Length + 2);
        try
        {
            var length = JsonText.Unescape(content, text);
            var inner = text.AsSpan(0, length).Trim(" \t\r\n"u8);
            var value = JsonElement.Parse(inner.IsEmpty ? "{}"u8 : inner, Strict);
            return value.ValueKind == JsonValueKind.Object ? value : throw Untranslatable.Here(path, "a tool's arguments must be a JSON object.");
        }
        catch (JsonException)
        {
            throw Untranslatable.Here(path, "a tool's arguments must be a JSON object, valid and without a key that comes twice.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>A JSON string's content, as it stands between its quotes.</summary>
    public static ReadOnlySpan<byte> Content(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    /// <summary>A value as it stands.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement value) => JsonMarshal.GetRawUtf8Value(value);

    /// <summary>Writes a value as it stands.</summary>
    public static void WriteRaw(Utf8JsonWriter json, JsonElement value) => json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    /// <summary>Writes a member whose value stays as it stands.</summary>
    public static void Write(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        WriteRaw(json, value);
    }

    /// <summary>Writes texts as one, with nothing between them, as clients join the parts of a content.</summary>
    public static void WriteJoined(Utf8JsonWriter json, IEnumerable<Part> parts)
    {
        var joined = default(PooledList<byte>);
        joined.Add((byte)'"');
        foreach (var part in parts)
        {
            joined.AddRange(part is TextPart { Text: var text } ? Content(text) : default);
        }

        joined.Add((byte)'"');
        json.WriteRawValue(joined.Items, skipInputValidation: true);
        joined.Dispose();
    }

    /// <summary>Makes a value that no document holds.</summary>
    public static JsonElement Make<T>(T source, Action<Utf8JsonWriter, T> write)
        where T : allows ref struct
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            write(json, source);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = Writing.MaxDepth });
    }

    /// <summary>A short text as a JSON string.</summary>
    public static JsonElement Quote(string text) => Quote(Encoding.UTF8.GetBytes(text));
}
