using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Elevation;
using Bartizan.Console.Http;
using Bartizan.Core.Elevation;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Identity.Elevation;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Calls that policy holds: the exact call, and the decision, signed by a passkey.</summary>
internal static class AccessRequestEndpoints
{
    private const int Most = 500;

    public static void MapAccessRequests(this IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/access-requests").WithTags("Access requests");
        requests.MapGet("", ListAsync).For(Right.Watch, "listAccessRequests", "The newest access requests, without the calls.");
        requests.MapGet("/{id}", ReadAsync).For(Right.ApproveAccess, "readAccessRequest", "An access request with the exact call.").OrNotFound();
        requests.MapPost("/{id}/challenge", PrepareAsync).For(Right.ApproveAccess, "prepareApproval", "What a passkey is to sign.").OrNotFound().OrConflict();
        requests.MapPost("/{id}/approve", ApproveAsync).For(Right.ApproveAccess, "approveAccess", "Takes a signed approval.").OrNotFound().OrConflict();
        requests.MapPost("/{id}/deny", DenyAsync).For(Right.ApproveAccess, "denyAccess", "Says no.").OrNotFound().OrConflict();
        requests.MapPost("/{id}/revoke", RevokeAsync).For(Right.ApproveAccess, "revokeAccess", "Takes the grant of a request back.").OrNotFound().OrConflict();
    }

    private static async Task<AccessRequestList> ListAsync(BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        new([.. (await store.Access.ListAsync(Most, clock.GetUtcNow(), cancel)).OrderBy(r => r.State != AccessRequestState.Waiting).Select(AccessRequestViews.Row)]);

    private static async Task<AccessRequestDetail> ReadAsync(string id, BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        await AccessRequestViews.DetailAsync(await FindAsync(id, store, clock, cancel), store, cancel);

    private static async Task<ApprovalChallenge> PrepareAsync(
        string id, PrepareApproval body, HttpContext context, BartizanStore store, ApprovalDesk desk, TimeProvider clock)
    {
        var cancel = context.RequestAborted;
        await LookedAtAsync(id, body.Digest, store, clock, cancel);
        var (relyingParty, origin) = PasskeyPage.Of(context.Request);
        var account = context.Visitor().Account!.Id;
        // Checked by the desk; kept from overflowing here.
        var until = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds() + (Math.Clamp(body.Minutes, 0, 10_000) * 60L));
        try
        {
            var statement = await desk.PrepareAsync(id, account, body.Uses, until, cancel);
            var passkeys = (await store.Access.KeysAsync(account, cancel)).Select(k => k.Passkey).OfType<PasskeyFacts>().Where(p => p.Origin == origin);
            return new ApprovalChallenge(PasskeyPage.Text(statement.Hash()), until, relyingParty, [.. passkeys.Select(p => PasskeyPage.Text(p.CredentialId))]);
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput("request", wrong.Errors));
        }
    }

    private static async Task<AccessRequestDetail> ApproveAsync(
        string id, SignedApproval body, HttpContext context, BartizanStore store, ApprovalDesk desk, TimeProvider clock)
    {
        var cancel = context.RequestAborted;
        await LookedAtAsync(id, body.Digest, store, clock, cancel);
        var proof = new ApprovalProof(
            PasskeyPage.Bytes("signature", body.Signature), PasskeyPage.Bytes("authenticatorData", body.AuthenticatorData), PasskeyPage.Bytes("clientData", body.ClientData));
        try
        {
            return await AccessRequestViews.DetailAsync(
                await desk.ApproveAsync(id, context.Visitor().Account!.Id, body.Uses, body.Until.ToUniversalTime(), proof, cancel), store, cancel);
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput("request", wrong.Errors));
        }
    }

    private static async Task<AccessRequestDetail> DenyAsync(
        string id, DenyAccess body, HttpContext context, BartizanStore store, ApprovalDesk desk, TimeProvider clock)
    {
        if (body.Reason.Length > Reason.Longest)
        {
            throw new RefusalException(Refusals.BadField("reason", "The reason is too long.", $"Say why in at most {Reason.Longest} characters."));
        }

        await FindAsync(id, store, clock, context.RequestAborted);
        return await desk.DenyAsync(id, context.Visitor().Account!.Id, body.Reason.Trim(), context.RequestAborted)
            ? await ReadAsync(id, store, clock, context.RequestAborted)
            : throw new RefusalException(Refusals.Conflict("id", "The request waits no longer.", "Look at it again."));
    }

    private static async Task<AccessRequestDetail> RevokeAsync(string id, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var cancel = context.RequestAborted;
        await FindAsync(id, store, clock, cancel);
        return await store.Access.GrantOfAsync(id, cancel) is { } grant && await store.Access.RevokeAsync(grant.Id, context.Visitor().Account!.Name, clock.GetUtcNow(), cancel)
            ? await ReadAsync(id, store, clock, cancel)
            : throw new RefusalException(Refusals.Conflict("id", "There is no grant that still counts.", "Look at the request again."));
    }

    private static async Task LookedAtAsync(string id, string digest, BartizanStore store, TimeProvider clock, CancellationToken cancel)
    {
        if ((await FindAsync(id, store, clock, cancel)).Digest != digest)
        {
            throw new RefusalException(Refusals.Conflict("digest", "This is not the digest of the request's call.", "Look at the request again."));
        }
    }

    private static async Task<AccessRequest> FindAsync(string id, BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        await store.Access.FindAsync(id, clock.GetUtcNow(), cancel) ?? throw new RefusalException(Refusals.NotFound("access request", id));
}
