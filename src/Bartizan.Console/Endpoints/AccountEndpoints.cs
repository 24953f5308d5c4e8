using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Ids;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.Endpoints;

/// <summary>People with accounts. Nobody can take the last admin away, not even that admin.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", ListAsync).For(Right.ManageAccounts, "listAccounts", "All accounts.");
        accounts.MapPost("/invitations", InviteAsync)
            .For(Right.ManageAccounts, "inviteAccount", "Adds an account and makes the link by which its person chooses a password.").OrConflict();
        accounts.MapPost("/{id}/link", LinkAsync)
            .For(Right.ManageAccounts, "linkAccount", "Makes a link by which the person of an account chooses a new password.").OrNotFound();
        accounts.MapPut("/{id}/roles", ChangeRolesAsync).For(Right.ManageAccounts, "changeRoles", "Replaces an account's roles.").OrNotFound().OrConflict();
        accounts.MapPost("/{id}/disable", DisableAsync)
            .For(Right.ManageAccounts, "disableAccount", "Disables an account and ends its sessions.").OrNotFound().OrConflict();
    }

    private static async Task<AccountList> ListAsync(ConsoleStore store, CancellationToken cancel) =>
        new([.. (await store.ListAccountsAsync(cancel)).Select(Accounts.View)]);

    private static async Task<Invitation> InviteAsync(Invite body, HttpContext context, ConsoleStore store, SignInLinks links, IIdSource ids, TimeProvider clock)
    {
        var cancel = context.RequestAborted;
        RequireRoles(body.Roles);
        if (!NameRules.IsGood(body.Name))
        {
            throw new RefusalException(Refusals.BadField("name", "This name cannot be used.", NameRules.Fix));
        }

        var account = new Account { Id = ids.NewId("acc"), Name = body.Name, Roles = Accounts.Names(body.Roles), Created = clock.GetUtcNow() };
        if (!await store.AddAccountAsync(account, By(context), cancel))
        {
            throw new RefusalException(Refusals.Conflict("name", "There is an account of this name.", "Choose another name, or make a new link for that account."));
        }

        return View(await links.CreateForAsync(account.Id, cancel));
    }

    private static async Task<Invitation> LinkAsync(string id, ConsoleStore store, SignInLinks links, CancellationToken cancel)
    {
        var account = await FindAsync(id, store, cancel);
        return account.Disabled is null
            ? View(await links.CreateForAsync(account.Id, cancel))
            : throw new RefusalException(Refusals.NotFound("working account", id));
    }

    private static async Task<AccountView> ChangeRolesAsync(string id, ChangeRoles body, HttpContext context, ConsoleStore store)
    {
        var cancel = context.RequestAborted;
        RequireRoles(body.Roles);
        var account = await FindAsync(id, store, cancel);
        if (!body.Roles.Contains(Role.Admin))
        {
            await RequireAnotherAdminAsync(account, store, cancel);
        }

        await store.SetRolesAsync(account.Id, Accounts.Names(body.Roles), By(context), cancel);
        return Accounts.View(await FindAsync(id, store, cancel));
    }

    private static async Task<AccountView> DisableAsync(string id, HttpContext context, ConsoleStore store)
    {
        var cancel = context.RequestAborted;
        var account = await FindAsync(id, store, cancel);
        await RequireAnotherAdminAsync(account, store, cancel);
        await store.DisableAccountAsync(account.Id, By(context), cancel);
        return Accounts.View(await FindAsync(id, store, cancel));
    }

    private static async Task<Account> FindAsync(string id, ConsoleStore store, CancellationToken cancel) =>
        await store.FindAccountAsync(id, cancel) is { } account && account.Id == id ? account : throw new RefusalException(Refusals.NotFound("account", id));

    private static async Task RequireAnotherAdminAsync(Account account, ConsoleStore store, CancellationToken cancel)
    {
        var others = (await store.ListAccountsAsync(cancel)).Where(other => other.Id != account.Id);
        if (!others.Any(other => other is { Disabled: null, PasswordHash: not null } && Accounts.RolesOf(other).Contains(Role.Admin)))
        {
            throw new RefusalException(Refusals.Conflict("id", "This is the last admin.", "Give the role admin to somebody else first."));
        }
    }

    private static void RequireRoles(IReadOnlyList<Role> roles)
    {
        if (roles.Count == 0)
        {
            throw new RefusalException(Refusals.BadField("roles", "No role is given.", "Give at least one."));
        }
    }

    private static Invitation View(SignInLink link) => new(link.Url.ToString(), link.Expires);

    private static string By(HttpContext context) => context.Visitor().Account!.Id;
}
