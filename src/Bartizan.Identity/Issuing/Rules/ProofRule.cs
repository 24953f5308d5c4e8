namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Where the client must bind its tokens to a key, it does; and so it must where the token that it acts with is bound.</summary>
internal sealed class ProofRule : IIssuanceRule
{
    private static readonly OAuthError Unbound = new("invalid_dpop_proof", "This token must be bound to a key. Send a DPoP proof.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft) =>
        question.KeyThumbprint is null && (draft.Snapshot.Client(question.Client.Id)!.Registered.RequiresProof || question.Subject?.KeyThumbprint is not null) ? Unbound : null;
}
