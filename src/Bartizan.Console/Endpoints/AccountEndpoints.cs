using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>People with accounts.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", ListAsync).For(Right.ManageAccounts, "listAccounts", "All accounts.");
        accounts.MapPost("/invitations", InviteAsync).For(Right.ManageAccounts, "inviteAccount", "Makes a link by which one more person can set up an account.");
        accounts.MapPut("/{id}/roles", ChangeRolesAsync).For(Right.ManageAccounts, "changeRoles", "Replaces an account's roles.").OrNotFound().OrConflict();
        accounts.MapPost("/{id}/disable", DisableAsync).For(Right.ManageAccounts, "disableAccount", "Disables an account and ends its sessions.").OrNotFound().OrConflict();
    }

    private static Task<AccountList> ListAsync() => throw new NotImplementedException();

    private static Task<Invitation> InviteAsync(Invite body) => throw new NotImplementedException();

    private static Task<AccountView> ChangeRolesAsync(string id, ChangeRoles body) => throw new NotImplementedException();

    private static Task<AccountView> DisableAsync(string id) => throw new NotImplementedException();
}
