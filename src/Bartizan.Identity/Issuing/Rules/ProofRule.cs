namespace Bartizan.Identity.Issuing.Rules;

/// <summary>An instance proves the key of its identity. Where the client must bind its tokens to a key, it does; and so it must where the token that it acts with is
/// bound: to a key of its own for a key, to a certificate of its own for a certificate. A hop is signed by the key of its holder, who moves the token to the next one's key.</summary>
internal sealed class ProofRule : IIssuanceRule
{
    private static readonly OAuthError Unbound = new("invalid_dpop_proof", "This token must be bound to a key. Send a DPoP proof.");

    private static readonly OAuthError OtherKey = new("invalid_dpop_proof", "The code or refresh token is bound to a key. Send a DPoP proof of that key.");

    private static readonly OAuthError OtherInstance = new("invalid_dpop_proof", "The identity is bound to a key. Send a DPoP proof of that key.");

    private static readonly OAuthError NoCertificate = OAuthError.InvalidRequest("The subject token is bound to a certificate. Only a client that proves who it is by a certificate can exchange it.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft) =>
        question.RequiredKey is { } key && question.KeyThumbprint != key ? OtherKey
        : question.Identity is { } identity && question.KeyThumbprint != identity.KeyThumbprint ? OtherInstance
        : question.KeyThumbprint is null && (draft.Client.RequiresProof || question.Attested is not null || question.Subject?.KeyThumbprint is not null) ? Unbound
        : question.Subject?.CertificateThumbprint is not null && question.CertificateThumbprint is null && question.Hop is null ? NoCertificate : null;
}
