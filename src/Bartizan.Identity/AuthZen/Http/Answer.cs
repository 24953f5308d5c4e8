using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Identity.AuthZen.Access;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Writes answers. Decisions are for now and for the caller: nothing may keep them.</summary>
internal static class Answer
{
    private const string JsonType = "application/json";

    // Quotes in messages stay readable; nothing reads these answers as a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON as a body to come.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> json) => WriteAsync(http, 200, JsonType, json, "no-store");

    /// <summary>JSON with another status than 200.</summary>
    public static Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json) => WriteAsync(http, status, JsonType, json, "no-store");

    /// <summary>What is wrong with an access request.</summary>
    public static Task WriteAsync(HttpContext http, AccessProblem problem) => WriteAsync(http, problem.Status, "application/problem+json", Json(problem.Write), "no-store");

    /// <summary>Discovery, which is public and rarely changes.</summary>
    public static Task WriteMetadataAsync(HttpContext http, ReadOnlyMemory<byte> json) => WriteAsync(http, 200, JsonType, json, "public, max-age=300");

    /// <summary>An error is "an error message string" (AuthZEN Authorization API 1.0, "Error Responses").</summary>
    public static Task WriteAsync(HttpContext http, Refusal refusal) =>
        WriteAsync(http, refusal.Status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(refusal.Message + "\n"), "no-store");

    private static async Task WriteAsync(HttpContext http, int status, string type, ReadOnlyMemory<byte> body, string caching)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = caching;
        response.Headers.XContentTypeOptions = "nosniff";
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
