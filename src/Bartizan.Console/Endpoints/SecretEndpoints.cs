using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.Credentials;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Identity.Standings;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Upstream secrets: values go in and never come out. The store records who changed what; the answer comes when the gateway follows it.</summary>
internal static class SecretEndpoints
{
    private const int LongestOwner = 200;

    public static void MapSecrets(this IEndpointRouteBuilder api)
    {
        var secrets = api.MapGroup("/secrets").WithTags("Credentials");
        secrets.MapGet("", ListAsync).For(Right.Watch, "listSecrets", "All upstream secrets, without their values.");
        secrets.MapPost("", AddAsync).For(Right.ManageSecrets, "addSecret", "Adds a secret and binds it to hosts and a header.").OrConflict();
        secrets.MapPost("/{id}/rotate", RotateAsync).For(Right.ManageSecrets, "rotateSecret", "Gives a secret a new value and forgets the old.").OrNotFound();
        secrets.MapPost("/{id}/remove", RemoveAsync).For(Right.ManageSecrets, "removeSecret", "Removes a secret and forgets its value.").OrNotFound();
    }

    private static async Task<SecretList> ListAsync(BartizanStore store, CancellationToken cancel) => new(await ViewsAsync(store, cancel));

    private static async Task<SecretChanged> AddAsync(AddSecret body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var name = Read("name", () => SecretText.ReadName(body.Name));
        var binding = Read("hosts", () => SecretBinding.Read(body.Hosts, body.Header));
        var value = Read("value", () => SecretText.ReadValue(body.Value));
        if (body.Owner.Trim().Length is 0 or > LongestOwner)
        {
            throw new RefusalException(Refusals.BadField("owner", "Nobody answers for it, or the name is too long.", $"Give 1 to {LongestOwner} characters."));
        }

        return await store.Secrets.AddAsync(name, body.Owner.Trim(), binding, value, By(context), clock.GetUtcNow(), CancellationToken.None)
            ? await ConfirmAsync(store, clock, context.RequestAborted)
            : throw new RefusalException(Refusals.Conflict("name", "There is a secret of this name.", "Rotate that one, or choose another name."));
    }

    private static async Task<SecretChanged> RotateAsync(string id, RotateSecret body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var value = Read("value", () => SecretText.ReadValue(body.Value));
        return await store.Secrets.RotateAsync(id, value, By(context), clock.GetUtcNow(), CancellationToken.None)
            ? await ConfirmAsync(store, clock, context.RequestAborted)
            : throw new RefusalException(Refusals.NotFound("secret", id));
    }

    private static async Task<SecretChanged> RemoveAsync(string id, HttpContext context, BartizanStore store, TimeProvider clock) =>
        await store.Secrets.RemoveAsync(id, By(context), clock.GetUtcNow(), CancellationToken.None)
            ? await ConfirmAsync(store, clock, context.RequestAborted)
            : throw new RefusalException(Refusals.NotFound("secret", id));

    private static T Read<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput(field, wrong.Errors));
        }
    }

    private static async Task<SecretChanged> ConfirmAsync(BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        new(await Acknowledgements.WaitAsync(store.Standing, () => true, clock, cancel), await ViewsAsync(store, cancel));

    private static async Task<IReadOnlyList<SecretView>> ViewsAsync(BartizanStore store, CancellationToken cancel) =>
        [.. (await store.Secrets.ListAsync(cancel)).Select(s => new SecretView(
            s.Name, VisibleText.Of(s.Owner), s.Binding.Hosts, s.Binding.HeaderText, s.Version, s.Created, s.Rotated, s.Used, s.Removed))];

    private static string By(HttpContext context) => context.Visitor().Account!.Name;
}
