using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Registering;

/// <summary>
/// Lets clients register themselves (RFC 7591), where that is switched on. What comes of it is an id with which people can be asked, and nothing else; it is
/// forgotten after a day unless a person let it in.
/// </summary>
internal sealed class RegistrationEndpoint(IConsentStore store, IIdSource ids, TimeProvider clock)
{
    /// <summary>Prefix of the ids that are given out.</summary>
    public const string IdPrefix = "reg";

    private const int MaxBytes = 65_536;

    private static readonly OAuthError NoJson = new("invalid_client_metadata", "Send one JSON object of at most 64 KiB, no member twice.");
    private static readonly OAuthError Full = new("temporarily_unavailable", "Too many clients registered that nobody let in. Try again tomorrow.", 503);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (metadata, error) = await ReadAsync(http.Request, http.RequestAborted);
        var (id, now) = (ids.NewId(IdPrefix), clock.GetUtcNow());
        if (metadata is not null && !await store.SetOutsideAsync(id, metadata, now, http.RequestAborted))
        {
            error = Full;
        }

        await (error is not null ? OAuthAnswer.WriteAsync(http, error) : OAuthAnswer.WriteAsync(
            http,
            json =>
            {
                json.WriteString("client_id", id);
                json.WriteNumber("client_id_issued_at", now.ToUnixTimeSeconds());
                json.WriteString("client_name", metadata!.Name);
                json.WriteString("token_endpoint_auth_method", "none");
                foreach (var (name, values) in new[] { ("redirect_uris", metadata.Redirects), ("grant_types", metadata.Grants), ("response_types", ["code"]) })
                {
                    json.WriteStartArray(name);
                    foreach (var value in values)
                    {
                        json.WriteStringValue(value);
                    }

                    json.WriteEndArray();
                }
            },
            StatusCodes.Status201Created));
    }

    private static async ValueTask<(OutsideMetadata? Metadata, OAuthError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.Split(';')[0].Trim() != "application/json" || request.ContentLength > MaxBytes || request.Headers.ContentEncoding.Count > 0)
        {
            return (null, NoJson);
        }

        var buffer = new byte[(int)(request.ContentLength ?? MaxBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxBytes && StrictJson.Object(buffer.AsSpan(0, length)) is { } json ? ClientMetadata.Read(json, "An app without a name") : (null, NoJson);
    }
}
