using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>Makes tokens of permits: records each, and signs it only when the store confirmed that it may still be issued.</summary>
internal sealed class TokenMint(Issuer issuer, IIdentityStore store, IdentityDirectory directory, IssuanceEvents events, IIdSource ids)
{
    private static readonly OAuthError Ended = OAuthError.InvalidRequest("An agent or a token that this rests on was revoked.");
    private static readonly OAuthError NoKey = new("temporarily_unavailable", "There is no key to sign with. Try again later.", 503);

    /// <summary>The token and its text, or why there is none.</summary>
    public async ValueTask<(AccessToken? Token, string? Text, OAuthError? Error)> IssueAsync(IssuanceGate.Permit permit, CancellationToken cancellationToken)
    {
        var (question, draft) = (permit.Question, permit.Draft);
        if (directory.Current.Keys.Signing(draft.Now) is not { } signer)
        {
            return (null, null, NoKey);
        }

        var token = new AccessToken
        {
            Id = ids.NewId("tok"),
            Transaction = question.Subject?.Transaction ?? ids.NewId("txn"),
            Subject = draft.Subject,
            Actors = draft.Actors,
            Audience = draft.Audience,
            Scopes = draft.Scopes,
            Authority = draft.Authority,
            KeyThumbprint = question.KeyThumbprint,
            Parents = question.Subject is { } subject ? [subject.Id, .. subject.Parents] : [],
            Issued = DateTimeOffset.FromUnixTimeSeconds(draft.Now.ToUnixTimeSeconds()),
            Expires = draft.Expires,
        };
        return await store.IssueAsync([.. token.Agents], token.Transaction, token.Parents, events.Issued(token, question), cancellationToken)
            ? (token, signer.Sign(AccessTokenReader.Type, AccessTokenJson.Write(token, issuer.Origin)), null)
            : (null, null, Ended);
    }
}
