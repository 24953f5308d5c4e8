using System.Text;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Elevation;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Elevation;
using Bartizan.Core.Elevation.Passkeys;
using Bartizan.Core.Ids;
using Bartizan.Core.Text;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>The person's own keys to approve with.</summary>
internal static class PasskeyEndpoints
{
    private const int LongestName = 64;
    private const int Most = 20;

    public static void MapPasskeys(this IEndpointRouteBuilder api)
    {
        var passkeys = api.MapGroup("/passkeys").WithTags("Passkeys");
        passkeys.MapGet("", ListAsync).For(Right.ApproveAccess, "listPasskeys", "One's own keys to approve with.");
        passkeys.MapPost("/challenge", BeginAsync).For(Right.ApproveAccess, "beginPasskey", "What a browser needs to make a passkey.").OrConflict();
        passkeys.MapPost("", AddAsync).For(Right.ApproveAccess, "addPasskey", "Registers a new passkey.").OrRefused().OrConflict();
        passkeys.MapPost("/{id}/remove", RemoveAsync).For(Right.ApproveAccess, "removePasskey", "Removes a key; grants that rest on it count no more.").OrNotFound();
    }

    private static async Task<PasskeyList> ListAsync(HttpContext context, BartizanStore store) =>
        new([.. (await store.Access.KeysAsync(context.Visitor().Account!.Id, context.RequestAborted)).Select(View)]);

    private static async Task<PasskeyChallenge> BeginAsync(HttpContext context, BartizanStore store, PasskeyChallenges challenges)
    {
        var (relyingParty, _) = PasskeyPage.Of(context.Request);
        var account = context.Visitor().Account!;
        var known = await store.Access.KeysAsync(account.Id, context.RequestAborted);
        return new PasskeyChallenge(
            PasskeyPage.Text(challenges.Begin(account.Id)),
            relyingParty,
            PasskeyPage.Text(Encoding.UTF8.GetBytes(account.Id)),
            account.Name,
            [.. known.Select(k => k.Passkey).OfType<PasskeyFacts>().Select(p => PasskeyPage.Text(p.CredentialId))]);
    }

    private static async Task<PasskeyView> AddAsync(
        AddPasskey body, HttpContext context, BartizanStore store, PasskeyChallenges challenges, PasswordProof proof, IIdSource ids, TimeProvider clock)
    {
        var cancel = context.RequestAborted;
        var account = context.Visitor().Account!;
        if (body.Name.Trim().Length is 0 or > LongestName)
        {
            throw new RefusalException(Refusals.BadField("name", "There is no name, or it is too long.", $"Call it something of 1 to {LongestName} characters."));
        }

        await proof.RequireAsync(account, body.Password, context);
        var (relyingParty, origin) = PasskeyPage.Of(context.Request);
        if (challenges.Take(account.Id) is not { } challenge
            || PasskeyRegistration.Read(challenge, relyingParty, origin, PasskeyPage.Bytes("attestation", body.Attestation), PasskeyPage.Bytes("clientData", body.ClientData)) is not { } made)
        {
            throw new RefusalException(Refusals.BadField(
                "attestation", "This is no passkey that was just made here.", "Begin again. The passkey must verify its person, by PIN, fingerprint or face, and sign with ES256."));
        }

        var key = new ApproverKey
        {
            Id = ids.NewId("apk"),
            Account = account.Id,
            Name = body.Name.Trim(),
            PublicKey = made.PublicKey,
            Passkey = made.Facts,
            Created = clock.GetUtcNow(),
        };
        return (await store.Access.KeysAsync(account.Id, cancel)).Count < Most && await store.Access.AddKeyAsync(key, account.Id, cancel)
            ? View(key)
            : throw new RefusalException(Refusals.Conflict("attestation", $"This passkey is registered already, or there are {Most} keys.", "Remove one first."));
    }

    private static async Task<PasskeyList> RemoveAsync(string id, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var account = context.Visitor().Account!.Id;
        return await store.Access.RevokeKeyAsync(account, id, account, clock.GetUtcNow(), context.RequestAborted)
            ? await ListAsync(context, store)
            : throw new RefusalException(Refusals.NotFound("key", id));
    }

    private static PasskeyView View(ApproverKey key) => new(key.Id, VisibleText.Of(key.Name), key.Passkey?.RelyingParty, key.Created);
}
