using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Tools;

namespace Bartizan.Core.Json;

/// <summary>The JSON Canonicalization Scheme of RFC 8785: one spelling for equal values, so that a digest stands for what a definition says and not for its layout.</summary>
public static class CanonicalJson
{
    /// <summary>Bytes of a definition; one that is larger is refused.</summary>
    public const int LargestDefinition = 256 << 10;

    private const int Deepest = 64;

    /// <summary>
    /// Canonical JSON of a value that somebody is to vouch for, so that nobody can read anything else in it. Null where the scheme would make two values
    /// look alike, as it does with a number that no double holds exactly and with a key that stands twice; where it has no form; and beyond <paramref name="largest"/> bytes.
    /// </summary>
    public static string? Exact(ReadOnlySpan<byte> json, int largest)
    {
        if (json.Length > largest)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            var output = new StringBuilder(json.Length);
            Write(document.RootElement, output, exact: true);
            return output.ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text as the scheme writes it, in quotes.</summary>
    public static string Quote(string text)
    {
        var output = new StringBuilder(text.Length + 2);
        Write(text, output);
        return output.ToString();
    }

    /// <summary>The definition that JSON gives; null when it is too large, or holds what the scheme has no form for (a lone surrogate, a number beyond a double).</summary>
    public static ToolDefinition? Define(ReadOnlySpan<byte> json)
    {
        if (json.Length > LargestDefinition)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = Deepest });
            var output = new StringBuilder(json.Length);
            Write(document.RootElement, output, exact: false);
            var canonical = output.ToString();
            return new ToolDefinition(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), canonical);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Write(JsonElement value, StringBuilder output, bool exact)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var first = true;
                output.Append('{');
                // Ordinal order is that of UTF-16 units, as the scheme asks.
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    output.Append(first ? "" : ",");
                    first = false;
                    Write(member.Name, output);
                    output.Append(':');
                    Write(member.Value, output, exact);
                }

                output.Append('}');
                break;
            case JsonValueKind.Array:
                output.Append('[');
                for (var i = 0; i < value.GetArrayLength(); i++)
                {
                    output.Append(i == 0 ? "" : ",");
                    Write(value[i], output, exact);
                }

                output.Append(']');
                break;
            case JsonValueKind.String:
                Write(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                output.Append(Number(value, exact));
                break;
            default:
                output.Append(value.GetRawText());
                break;
        }
    }

    private static string Number(JsonElement value, bool exact)
    {
        var text = EcmaNumber.Format(value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw new JsonException("The number is beyond a double."));
        return !exact || DecimalText.AreEqual(value.GetRawText(), text) ? text : throw new JsonException("No double holds the number exactly.");
    }

    private static void Write(string text, StringBuilder output)
    {
        output.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\b' => output.Append("\\b"),
                '\f' => output.Append("\\f"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                < ' ' => output.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => output.Append(c),
            };
        }

        output.Append('"');
    }
}
