using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Reads and writes the JSON of stream management.</summary>
internal static class SignalAnswer
{
    private const int Largest = 65_536;

    /// <summary>The object of a request's body; null, and the request is answered.</summary>
    public static async ValueTask<JsonElement?> ReadAsync(HttpContext http)
    {
        var type = (http.Request.ContentType ?? "").Split(';', 2, StringSplitOptions.TrimEntries)[0];
        if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) && !(http.Request.ContentLength > Largest) && http.Request.Headers.ContentEncoding.Count == 0)
        {
            var buffer = new byte[(int)(http.Request.ContentLength ?? Largest) + 1];
            var length = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
            if (length <= Largest && StrictJson.Object(buffer.AsSpan(0, length)) is { } json)
            {
                return json;
            }
        }

        await RefuseAsync(http, StatusCodes.Status400BadRequest, "invalid_request", "Send one JSON object of at most 64 KiB as application/json.");
        return null;
    }

    /// <summary>Writes JSON.</summary>
    public static async Task WriteAsync(HttpContext http, JsonNode json, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(json), http.RequestAborted);
    }

    /// <summary>Writes why a request is refused.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string code, string description) => OAuthAnswer.WriteAsync(
        http,
        json =>
        {
            json.WriteString("error", code);
            json.WriteString("error_description", description);
        },
        status);

    /// <summary>Says that the client has no such stream.</summary>
    public static Task NoStreamAsync(HttpContext http) => RefuseAsync(http, StatusCodes.Status404NotFound, "not_found", "This client has no such stream.");

    /// <summary>Says what is wrong with the body.</summary>
    public static Task WrongAsync(HttpContext http, string what) => RefuseAsync(http, StatusCodes.Status400BadRequest, "invalid_request", what);
}
