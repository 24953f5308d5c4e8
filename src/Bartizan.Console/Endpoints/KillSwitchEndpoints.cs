using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Text;
using Bartizan.Identity.Standings;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.Endpoints;

/// <summary>Kill switches. The store records who threw and lifted what; the answer comes when the gateway follows it.</summary>
internal static class KillSwitchEndpoints
{
    public static void MapKillSwitches(this IEndpointRouteBuilder api)
    {
        var switches = api.MapGroup("/kill-switches").WithTags("Kill switches");
        switches.MapGet("", ListAsync).For(Right.Watch, "listKillSwitches", "All kill switches that were ever thrown.");
        switches.MapPost("/throw", ThrowAsync).For(Right.UseKillSwitches, "throwKillSwitch", "Stops an agent, a system, a tool or more at once.").OrNotFound();
        switches.MapPost("/lift", LiftAsync).For(Right.UseKillSwitches, "liftKillSwitch", "Lets it go on; tokens from before stay dead.").OrConflict();
    }

    private static async Task<KillSwitchList> ListAsync(BartizanStore store, CancellationToken cancel) => new(await ViewsAsync(store, cancel));

    private static async Task<KillSwitchUsed> ThrowAsync(UseKillSwitch body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var (target, reason) = Read(body);
        if (target.Kind == KillKind.Agent && (await store.Agents.FindAsync(target.Id, context.RequestAborted))?.Id != target.Id)
        {
            throw new RefusalException(Refusals.NotFound("agent", target.Id));
        }

        if (target.Kind == KillKind.User)
        {
            // Names of accounts never change hands, so that people may write them.
            var account = await store.Console.FindAccountAsync(target.Id, context.RequestAborted) ?? throw new RefusalException(Refusals.NotFound("account", target.Id));
            target = target with { Id = account.Id };
        }

        // Whoever hangs up has stopped it all the same.
        await store.Standing.ThrowAsync(target, reason, By(context), clock.GetUtcNow(), CancellationToken.None);
        return await ConfirmAsync(store, clock, context.RequestAborted);
    }

    private static async Task<KillSwitchUsed> LiftAsync(UseKillSwitch body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var (target, reason) = Read(body);
        return await store.Standing.LiftAsync(target, reason, By(context), clock.GetUtcNow(), CancellationToken.None)
            ? await ConfirmAsync(store, clock, context.RequestAborted)
            : throw new RefusalException(Refusals.Conflict("target", "Nothing stops it now.", "Look at the list again: somebody may have lifted it."));
    }

    private static (KillTarget Target, string Reason) Read(UseKillSwitch body)
    {
        if (!KillTarget.TryParse(body.Kind.ToString(), body.Target, out var target))
        {
            throw new RefusalException(Refusals.BadField("target", "This is no name that can be stopped.", $"Give 1 to {KillTarget.MaxLength} characters, or * for everything."));
        }

        return KillSwitch.ReadReason(body.Reason) is { } reason
            ? (target.Value, reason)
            : throw new RefusalException(Refusals.BadField("reason", "There is no reason, or it is too long.", $"Say why in 1 to {KillSwitch.LongestReason} characters."));
    }

    private static async Task<KillSwitchUsed> ConfirmAsync(BartizanStore store, TimeProvider clock, CancellationToken cancel) =>
        new(await Acknowledgements.WaitAsync(store.Standing, () => true, clock, cancel), await ViewsAsync(store, cancel));

    private static async Task<IReadOnlyList<KillSwitchView>> ViewsAsync(BartizanStore store, CancellationToken cancel)
    {
        var names = await PartyNames.ReadAsync(store, cancel);
        return [.. (await store.Standing.ListAsync(cancel)).Select(s => new KillSwitchView(
            s.Target.Kind,
            s.Target.Id,
            VisibleText.Of(names.Of(s.Target)),
            s.Thrown,
            s.Epoch,
            VisibleText.Of(s.Reason),
            VisibleText.Of(s.By),
            s.At))];
    }

    private static string By(HttpContext context) => context.Visitor().Account!.Name;
}
