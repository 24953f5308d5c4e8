using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Reads the body, no further than allowed, and parses it.</summary>
internal static class BodyStep
{
    private const string Json = "application/json";

    /// <summary>The body; its owner disposes of it.</summary>
    /// <exception cref="InputException">It is not JSON as it must be.</exception>
    public static async ValueTask<(JsonDocument? Body, Refusal? Refusal)> RunAsync(AuthZenCall call)
    {
        var request = call.Http.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            return (null, new(400, $"Content-Type must be {Json}."));
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return (null, new(400, "The body must not be compressed."));
        }

        var limits = call.Point.Options.Limits;
        return await ReadAsync(request, limits.RequestBody) is { } utf8
            ? (Requests.Json.Parse(utf8, limits.Depth), null)
            : (null, new(413, $"The body is larger than {limits.RequestBody} bytes."));
    }

    private static async ValueTask<byte[]?> ReadAsync(HttpRequest request, long most)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > most)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
