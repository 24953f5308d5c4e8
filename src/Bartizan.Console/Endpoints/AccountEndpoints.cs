using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Ids;
using Bartizan.Identity.Federation;
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
            .For(Right.ManageAccounts, "linkAccount", "Makes a link by which the person of an account chooses a new password; earlier links end.")
            .OrNotFound().OrConflict();
        accounts.MapPut("/{id}/roles", ChangeRolesAsync).For(Right.ManageAccounts, "changeRoles", "Replaces an account's roles.").OrNotFound().OrConflict();
        accounts.MapPost("/{id}/disable", DisableAsync)
            .For(Right.ManageAccounts, "disableAccount", "Disables an account and ends its sessions and links.").OrNotFound().OrConflict();
        accounts.MapPost("/{id}/enable", EnableAsync).For(Right.ManageAccounts, "enableAccount", "Lets a disabled account work again.").OrNotFound();
    }

    private static async Task<AccountList> ListAsync(ConsoleStore store, Providers providers, CancellationToken cancel)
    {
        var identities = (await store.IdentitiesAsync(null, cancel)).ToLookup(i => i.Account, StringComparer.Ordinal);
        return new([.. (await store.ListAccountsAsync(cancel)).Select(a => Accounts.View(a, identities[a.Id], providers))]);
    }

    private static async Task<Invitation> InviteAsync(Invite body, HttpContext context, ConsoleStore store, Providers providers, SignInLinks links, IIdSource ids, TimeProvider clock)
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

        return View(await links.CreateForAsync(account.Id, By(context), cancel), Accounts.View(account, [], providers));
    }

    private static async Task<Invitation> LinkAsync(string id, HttpContext context, ConsoleStore store, Providers providers, SignInLinks links, SetUps setUps)
    {
        var cancel = context.RequestAborted;
        var account = await FindAsync(id, store, cancel);
        if (account.Disabled is not null)
        {
            throw new RefusalException(Refusals.Conflict("id", "This account is disabled.", "Enable it first."));
        }

        // A password would be a way in that the provider cannot close. Once it is configured no more, one is the only way in that is left.
        if (account.Issuer is { } issuer && providers.All.Any(p => p.Issuer == issuer))
        {
            throw new RefusalException(Refusals.FromProvider("has no password", Identities.Title(providers, issuer)));
        }

        var link = await links.CreateForAsync(account.Id, By(context), cancel);
        setUps.EndAll(account.Id);
        return View(link, await ViewAsync(account, store, providers, cancel));
    }

    private static async Task<AccountView> ChangeRolesAsync(string id, ChangeRoles body, HttpContext context, ConsoleStore store, Providers providers)
    {
        RequireRoles(body.Roles);
        if (await FindAsync(id, store, context.RequestAborted) is { Issuer: { } issuer } account && Accounts.RolesFollow(account, providers))
        {
            throw new RefusalException(Refusals.FromProvider("its roles come from there", Identities.Title(providers, issuer)));
        }

        return await ChangeAsync(id, store, providers, cancel => store.SetRolesAsync(id, Accounts.Names(body.Roles), By(context), cancel), context.RequestAborted);
    }

    private static async Task<AccountView> DisableAsync(string id, HttpContext context, ConsoleStore store, Providers providers, SetUps setUps)
    {
        var view = await ChangeAsync(id, store, providers, cancel => store.DisableAccountAsync(id, By(context), cancel), context.RequestAborted);
        setUps.EndAll(id);
        return view;
    }

    private static Task<AccountView> EnableAsync(string id, HttpContext context, ConsoleStore store, Providers providers) =>
        ChangeAsync(id, store, providers, cancel => store.EnableAccountAsync(id, By(context), cancel), context.RequestAborted);

    // The store decides, in the transaction that makes the change: a check made here could be overtaken by another admin's.
    private static async Task<AccountView> ChangeAsync(
        string id, ConsoleStore store, Providers providers, Func<CancellationToken, ValueTask<AccountChange>> change, CancellationToken cancel)
    {
        if (await change(cancel) == AccountChange.LastAdmin)
        {
            throw new RefusalException(Refusals.LastAdmin);
        }

        return await ViewAsync(await FindAsync(id, store, cancel), store, providers, cancel);
    }

    private static async Task<Account> FindAsync(string id, ConsoleStore store, CancellationToken cancel) =>
        await store.FindAccountAsync(id, cancel) is { } account && account.Id == id ? account : throw new RefusalException(Refusals.NotFound("account", id));

    private static void RequireRoles(IReadOnlyList<Role> roles)
    {
        if (roles.Count == 0)
        {
            throw new RefusalException(Refusals.BadField("roles", "No role is given.", "Give at least one."));
        }
    }

    private static async Task<AccountView> ViewAsync(Account account, ConsoleStore store, Providers providers, CancellationToken cancel) =>
        Accounts.View(account, await store.IdentitiesAsync(account.Id, cancel), providers);

    private static Invitation View(SignInLink link, AccountView account) => new(link.Url.ToString(), link.Expires, account);

    private static string By(HttpContext context) => context.Visitor().Account!.Id;
}
