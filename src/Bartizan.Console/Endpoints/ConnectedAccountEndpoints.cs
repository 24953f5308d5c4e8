using System.Buffers;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.Text;
using Bartizan.Identity.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace Bartizan.Console.Endpoints;

/// <summary>Accounts at other servers that agents use for the person who asks. Everybody connects and disconnects their own only.</summary>
internal static class ConnectedAccountEndpoints
{
    public static void MapConnectedAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/connected-accounts").WithTags("Connected accounts");
        accounts.MapGet("/client.json", Introduce).ExcludeFromDescription().For(AccessRule.Anyone, "introduceClient", "What other authorization servers read of this Bartizan, which is their client.");
        accounts.MapGet("", ListAsync).For(AccessRule.SignedIn, "listConnectedAccounts", "Servers that ask for an account, and how the person who asks stands with each.");
        accounts.MapPost("/{id}/begin", BeginAsync).For(AccessRule.SignedIn, "beginConnectedAccount", "Begins to connect, and says where the browser goes.").OrNotFound();
        accounts.MapPost("/complete", CompleteAsync).For(AccessRule.SignedIn, "completeConnectedAccount", "Takes what the browser brought back, once.").OrNotFound();
        accounts.MapPost("/{id}/disconnect", DisconnectAsync).For(AccessRule.SignedIn, "disconnectAccount", "Forgets a connection, here and where it was made.").OrNotFound();
    }

    private static async Task<ConnectedAccountList> ListAsync(HttpContext context, [FromServices] AccountDesk? desk) => new(desk is null
        ? []
        : [.. (await desk.ListAsync(Me(context), context.RequestAborted)).Select(c => new ConnectedAccountView(
            c.Server.Name, new Uri(c.Issuer).Authority, c.State, c.Since, c.Server.Scopes, VisibleText.Of(c.Scopes), c.Problem))]);

    private static async Task<ConnectingAccount> BeginAsync(string id, HttpContext context, [FromServices] AccountDesk? desk) =>
        desk is not null && await desk.BeginAsync(Me(context), context.Visitor().Token!, id, context.RequestAborted) is { } redirect
            ? new(redirect.AbsoluteUri)
            : throw new RefusalException(new Refusal(404, "not-reachable", "There is no such server, or its authorization server does not answer as it should.", "Try again; tell whoever runs the gateway if it stays so."));

    private static async Task<ConnectedAccountList> CompleteAsync(CompleteAccount body, HttpContext context, [FromServices] AccountDesk? desk) =>
        desk is not null && await desk.CompleteAsync(Me(context), context.Visitor().Token!, new(body.State, body.Code, body.Iss), context.RequestAborted) is not null
            ? await ListAsync(context, desk)
            // Why is not said: whoever made the link up must not learn how near they came.
            : throw new RefusalException(new Refusal(404, "not-connected", "The account was not connected.", "Begin again here: an answer counts once, within ten minutes, in the session that asked."));

    private static async Task<ConnectedAccountList> DisconnectAsync(string id, HttpContext context, [FromServices] AccountDesk? desk) =>
        desk is not null && await desk.DisconnectAsync(Me(context), id, context.RequestAborted)
            ? await ListAsync(context, desk)
            : throw new RefusalException(Refusals.NotFound("connected account", id));

    // No secret is in it: it says where people come back to, so that no other place can pass for this one.
    private static IResult Introduce([FromServices] ClientDocument? document)
    {
        if (document?.Id is not { } id)
        {
            throw new RefusalException(Refusals.NoSuchEndpoint);
        }

        var bytes = new ArrayBufferWriter<byte>();
        document.Write(bytes, id, "none");
        return Results.Bytes(bytes.WrittenMemory, "application/json");
    }

    private static string Me(HttpContext context) => context.Visitor().Account!.Id;
}
