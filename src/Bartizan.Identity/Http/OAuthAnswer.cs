using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>Writes answers as OAuth wants them: JSON that nobody may keep.</summary>
internal static class OAuthAnswer
{
    /// <summary>Writes an object.</summary>
    public static Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = 200, string cache = "no-store")
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        http.Response.Headers.CacheControl = cache;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (cache == "no-store")
        {
            http.Response.Headers.Pragma = "no-cache";
        }

        return http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted).AsTask();
    }

    /// <summary>Writes why a request is refused.</summary>
    public static Task WriteAsync(HttpContext http, OAuthError error)
    {
        // RFC 6749 §5.2: the challenge names the scheme that the client used.
        if (error.Status == 401 && http.Request.Headers.Authorization.Count > 0)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"bartizan\"";
        }

        return WriteAsync(
            http,
            json =>
            {
                json.WriteString("error", error.Code);
                json.WriteString("error_description", error.Description);
            },
            error.Status);
    }
}
