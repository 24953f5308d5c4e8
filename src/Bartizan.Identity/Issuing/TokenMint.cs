using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>Makes tokens of permits: records each, and signs it only when the store confirmed that it may still be issued.</summary>
internal sealed class TokenMint(Issuer issuer, IIdentityStore store, IdentityDirectory directory, IssuanceEvents events, IIdSource ids, InstanceDrafts? instances = null)
{
    private static readonly OAuthError Ended = OAuthError.InvalidRequest("An agent or a token that this rests on was revoked, or the agent is suspended.");
    private static readonly OAuthError NoKey = new("temporarily_unavailable", "There is no key to sign with. Try again later.", 503);

    private static readonly OAuthError EndedForPeople = new("invalid_grant", "What this rests on was revoked or used.");

    /// <summary>The token, or why there is none.</summary>
    public async ValueTask<(MintedToken? Minted, OAuthError? Error)> IssueAsync(IssuanceGate.Permit permit, CancellationToken cancellationToken)
    {
        var (question, draft) = (permit.Question, permit.Draft);
        if (directory.Current.Keys.Signing(draft.Now) is not { } signer)
        {
            return (null, NoKey);
        }

        var run = question.Attested is null ? null : await instances!.DraftAsync(permit, cancellationToken);
        var token = new AccessToken
        {
            Id = ids.NewId("tok"),
            Transaction = question.Subject?.Transaction ?? question.Mandate?.Transaction ?? ids.NewId("txn"),
            Subject = draft.Subject,
            Instance = run?.Instance.Id ?? question.Subject?.Instance,
            Actors = draft.Actors,
            Audience = draft.Audience,
            Scopes = draft.Scopes,
            Authority = draft.Authority,
            Mandates = draft.Mandates,
            KeyThumbprint = question.KeyThumbprint,
            CertificateThumbprint = question.CertificateThumbprint,
            Parents = [.. Own(question, draft), .. Behind(question, run)],
            SignIn = question.Connection is { } connected ? connected.SignIn : question.Subject?.SignIn,
            Issued = draft.Issued,
            Expires = draft.Expires,
        };
        var (refresh, refreshHash) = question.Consented?.Renews == true ? OpaqueToken.Create(OpaqueToken.Refresh) : (null, null);
        // A secret or key of its own binds a client's refresh tokens; where it has none, the key of the proof does.
        var redemption = question.Redemption is null ? null : question.Redemption with
        {
            NewRefresh = refreshHash,
            RefreshKey = question.Client.Registered.IsPublic ? question.KeyThumbprint : null,
        };
        IEnumerable<string> person = token.Person is { } began ? [began] : [];
        var issuance = new Issuance([.. token.Agents, .. person], token.Transaction, token.Parents, events.Issued(token, question))
        {
            Redemption = redemption,
            Instance = run,
            Mandate = Begun(token, question, draft),
        };
        return await store.IssueAsync(issuance, cancellationToken)
            ? (new MintedToken(token, signer.Sign(AccessTokenReader.Type, AccessTokenJson.Write(token, issuer)), refresh), null)
            : (null, run is not null ? AttestationGrant.NotAttested : redemption is null ? Ended : EndedForPeople);
    }

    // What ends one of these ends the token: its mandate, what it came of, the run that an instance's identity rests on, and the identity by which it was asked for.
    private static IEnumerable<string> Own(IssuanceQuestion question, IssuanceDraft draft) => (draft.NewMandate ?? question.Mandate?.Mandate) is { } own ? [own.Id] : [];

    private static IEnumerable<string> Behind(IssuanceQuestion question, InstanceChange? run)
    {
        if (run is not null)
        {
            return [run.Instance.Id];
        }

        IEnumerable<string> parents = question.Subject is { } subject ? subject.Parents.Prepend(subject.Id) : question.Connection is { } connection ? [connection.Id] : [];
        return question.Identity is { } identity ? parents.Append(identity.Id).Concat(identity.Parents).Distinct(StringComparer.Ordinal) : parents;
    }

    private static MandateRecord? Begun(AccessToken token, IssuanceQuestion question, IssuanceDraft draft) => draft.NewMandate is { } mandate
        ? new MandateRecord(mandate, token.Mandates.Count > 1 ? token.Mandates[1].Id : null, question.Client.Id, token.Person, token.Transaction, draft.Now)
        : null;
}

/// <summary>A token just made.</summary>
/// <param name="Token">What it says.</param>
/// <param name="Text">The token.</param>
/// <param name="Refresh">The refresh token that comes with it; null where none does.</param>
internal sealed record MintedToken(AccessToken Token, string Text, string? Refresh);
