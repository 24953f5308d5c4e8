using System.Security.Cryptography;
using System.Text;
using Bartizan.Identity.Http;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>Where transmitters push security event tokens (RFC 8935).</summary>
/// <param name="sources">The transmitters.</param>
/// <param name="intake">Takes tokens.</param>
/// <param name="secrets">Fetches the secret that an option refers to; null when it is not there.</param>
internal sealed class PushEndpoint(SignalSources sources, SignalIntake intake, Func<string, string?> secrets)
{
    /// <summary>What its paths begin with; the transmitter's name follows.</summary>
    public const string Path = "/ssf/receive/";

    private const string MediaType = "application/secevent+jwt";

    /// <summary>Answers a request for a path that begins with <see cref="Path"/>.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (sources.Pushing(http.Request.Path.Value![Path.Length..]) is not { } source)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "POST";
            return;
        }

        if (!IsHeader(http.Request.Headers.Authorization, source.Options.Credential))
        {
            await RefuseAsync(http, SetError.NotAuthenticated);
            return;
        }

        if (await ReadAsync(http.Request, http.RequestAborted) is not { } text)
        {
            await RefuseAsync(http, SetError.Invalid($"Send one token as {MediaType}, at most {SetCheck.Longest} characters long."));
            return;
        }

        var (became, error) = await intake.TakeAsync(source, text, null, http.RequestAborted);
        if (error is not null)
        {
            await RefuseAsync(http, error);
            return;
        }

        http.Response.StatusCode = became == Intake.Taken ? StatusCodes.Status202Accepted : StatusCodes.Status503ServiceUnavailable;
        if (became == Intake.Later)
        {
            http.Response.Headers.RetryAfter = "5";
        }
    }

    private static Task RefuseAsync(HttpContext http, SetError error)
    {
        http.Response.Headers.ContentLanguage = "en";
        return OAuthAnswer.WriteAsync(
            http,
            json =>
            {
                json.WriteString("err", error.Code);
                json.WriteString("description", error.Description);
            },
            StatusCodes.Status400BadRequest);
    }

    private static async ValueTask<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = (request.ContentType ?? "").Split(';', 2, StringSplitOptions.TrimEntries)[0];
        if (!type.Equals(MediaType, StringComparison.OrdinalIgnoreCase) || request.ContentLength > SetCheck.Longest || request.Headers.ContentEncoding.Count > 0)
        {
            return null;
        }

        var buffer = new byte[SetCheck.Longest + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > SetCheck.Longest || !Ascii.IsValid(buffer.AsSpan(0, length)) ? null : Encoding.ASCII.GetString(buffer, 0, length);
    }

    // Digests are compared, so that the time it takes tells neither the length nor the beginning.
    private bool IsHeader(string? sent, string reference) =>
        secrets(reference) is { } secret
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + secret)));
}
