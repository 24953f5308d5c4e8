using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>
/// Headers in which the stateless revision repeats what the body says (specification of 2026-07-28, streamable HTTP, "Request Metadata"). A client's are
/// compared with the body, because whoever trusts one while the server acts on the other can be deceived; those sent on are made anew from the body.
/// </summary>
internal static class MirroredHeaders
{
    public const string Revision = "MCP-Protocol-Version";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";
    public const string ParameterPrefix = "Mcp-Param-";

    private const string EncodedStart = "=?base64?";
    private const string EncodedEnd = "?=";

    /// <summary>Why a request's headers do not fit its body, one sentence; null when they do.</summary>
    public static string? Mismatch(IHeaderDictionary headers, McpMessage message, ReadOnlySpan<byte> body, IReadOnlyList<MirroredParameter> parameters)
    {
        if (headers[Method] is not [{ } method] || method != message.Method)
        {
            return $"{Method} must be there once and name the method that the body names.";
        }

        if (NeedsName(message) && (headers[Name] is not [{ } name] || Decode(name) != message.Target))
        {
            return $"{Name} must be there once and name what the body names.";
        }

        if (message.Method != "tools/call")
        {
            return null;
        }

        foreach (var parameter in parameters)
        {
            var sent = headers[ParameterPrefix + parameter.Header];
            var fits = parameter.ValueIn(message, body) is { } value
                ? sent is [{ } only] && MirroredParameter.Equal(Decode(only), value)
                : sent.Count == 0;
            if (!fits)
            {
                return $"{ParameterPrefix}{parameter.Header} must say what the body says, and be absent where the body has no value.";
            }
        }

        return null;
    }

    /// <summary>Puts on a request what the body to be sent says.</summary>
    public static void Write(HttpRequestMessage request, McpMessage message, ReadOnlySpan<byte> body, IReadOnlyList<MirroredParameter> parameters)
    {
        request.Headers.TryAddWithoutValidation(Method, Encode(message.Method));
        if (NeedsName(message) && message.Target is { } target)
        {
            request.Headers.TryAddWithoutValidation(Name, Encode(target));
        }

        if (message.Method != "tools/call")
        {
            return;
        }

        foreach (var parameter in parameters)
        {
            if (parameter.ValueIn(message, body) is { } value)
            {
                request.Headers.TryAddWithoutValidation(ParameterPrefix + parameter.Header, Encode(value));
            }
        }
    }

    /// <summary>What a header value says: decoded where it has the sentinel's form; null when that form holds no base64 of UTF-8.</summary>
    public static string? Decode(string value)
    {
        if (!HasSentinel(value))
        {
            return value;
        }

        var bytes = new byte[value.Length];
        try
        {
            return Convert.TryFromBase64String(value[EncodedStart.Length..^EncodedEnd.Length], bytes, out var length)
                ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length)
                : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A value in the form that fits a header.</summary>
    public static string Encode(string value) =>
        value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && value[0] != ' ' && value[^1] != ' ' && !HasSentinel(value)
            ? value
            : EncodedStart + Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) + EncodedEnd;

    private static bool NeedsName(McpMessage message) => message.Method is "tools/call" or "prompts/get" or "resources/read";

    private static bool HasSentinel(string value) =>
        value.Length >= EncodedStart.Length + EncodedEnd.Length
        && value.StartsWith(EncodedStart, StringComparison.Ordinal)
        && value.EndsWith(EncodedEnd, StringComparison.Ordinal);
}
