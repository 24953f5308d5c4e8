using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Tools;

namespace Bartizan.Gateway.Mcp.Pinning;

/// <summary>The JSON Canonicalization Scheme of RFC 8785: one spelling for equal values, so that a digest stands for what a definition says and not for its layout.</summary>
internal static class CanonicalJson
{
    /// <summary>Bytes of a definition; one that is larger is refused.</summary>
    public const int LargestDefinition = 256 << 10;

    private const int Deepest = 64;

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
            Write(document.RootElement, output);
            var canonical = output.ToString();
            return new ToolDefinition(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), canonical);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Write(JsonElement value, StringBuilder output)
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
                    Write(member.Value, output);
                }

                output.Append('}');
                break;
            case JsonValueKind.Array:
                output.Append('[');
                for (var i = 0; i < value.GetArrayLength(); i++)
                {
                    output.Append(i == 0 ? "" : ",");
                    Write(value[i], output);
                }

                output.Append(']');
                break;
            case JsonValueKind.String:
                Write(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                output.Append(EcmaNumber.Format(value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw new JsonException("The number is beyond a double.")));
                break;
            default:
                output.Append(value.GetRawText());
                break;
        }
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
