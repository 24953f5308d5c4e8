using System.Net;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Federation;

/// <summary>What a provider gave for a code.</summary>
/// <param name="IdToken">The ID token, not yet believed.</param>
/// <param name="AccessToken">The access token, used for nothing but to check the ID token by; null for none.</param>
internal sealed record Redeemed(string IdToken, string? AccessToken);

/// <summary>Redeems codes at a provider's token endpoint (OpenID Connect Core 1.0 §3.1.3).</summary>
internal sealed class CodeRedemption(ProviderProofs proofs)
{
    private const int LongestToken = 32_768;

    /// <summary>What a code gives; null, why, and the reason for the log.</summary>
    public async ValueTask<(Redeemed? Redeemed, SignInFault Fault, string? Reason)> RunAsync(
        Provider provider, IssuerDocument document, PendingSignIn pending, string code, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = pending.Redirect,
            ["code_verifier"] = pending.Verifier,
        };
        if (await proofs.ForAsync(provider.Options, cancellationToken) is not { } proof)
        {
            return (null, SignInFault.Unreachable, "the client's own secret or key is not there");
        }

        if (await provider.Fetcher.PostFormAsync(document.Token!, form, proof.AddTo(form), cancellationToken) is not { Status: var status, Json: { } body } || StrictJson.Object(body) is not { } json)
        {
            return (null, SignInFault.Unreachable, "the token endpoint did not answer with JSON in time");
        }

        if (status != HttpStatusCode.OK)
        {
            return (null, SignInFault.NotBelieved, "the token endpoint refused the code: " + Word(json.Text("error", 64)));
        }

        return json.Text("id_token", LongestToken) is { } token
            ? (new(token, json.Text("access_token", LongestToken)), default, null)
            : (null, SignInFault.NotBelieved, "the token endpoint gave no ID token");
    }

    /// <summary>A provider's error code where it is one; people and logs read nothing else of what it says.</summary>
    public static string Word(string? error) => error is not null && error.Length <= 64 && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? error : "no known word";
}
