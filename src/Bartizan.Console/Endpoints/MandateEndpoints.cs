using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.Budgets;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Text;
using Bartizan.Identity.Standings;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.Endpoints;

/// <summary>Mandates: what agents do for people and for each other, and what of it was spent.</summary>
internal static class MandateEndpoints
{
    private const int Most = 1_000;

    public static void MapMandates(this IEndpointRouteBuilder api)
    {
        var mandates = api.MapGroup("/mandates").WithTags("Mandates");
        mandates.MapGet("", ListAsync).For(Right.Watch, "listMandates", "Mandates of the last days, with what was spent.");
        mandates.MapPost("/{id}/end", EndAsync).For(Right.UseKillSwitches, "endMandate", "Ends a mandate with every token and mandate below it.").OrNotFound();
    }

    private static async Task<MandateList> ListAsync(BartizanStore store, TimeProvider clock, CancellationToken cancel)
    {
        var (now, names) = (clock.GetUtcNow(), await PartyNames.ReadAsync(store, cancel));
        var counts = (await store.Budgets.LoadAsync(cancel)).ToLookup(c => c.Key.Budget, StringComparer.Ordinal);
        var latestFirst = (await store.Mandates.ListAsync(Most, cancel)).Reverse().ToList();
        return new([.. MandateTree.Of(latestFirst).Select(m => View(m.Record, m.Depth, m.Record.SpentOf(counts, now), names, now))]);
    }

    private static async Task<MandateEnded> EndAsync(string id, EndMandate body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var reason = KillSwitch.ReadReason(body.Reason)
            ?? throw new RefusalException(Refusals.BadField("reason", "There is no reason, or it is too long.", $"Say why in 1 to {KillSwitch.LongestReason} characters."));
        // Whoever hangs up has ended it all the same.
        return await store.Mandates.EndMandateAsync(id, reason, context.Visitor().Account!.Name, clock.GetUtcNow(), CancellationToken.None)
            ? new(await Acknowledgements.WaitAsync(store.Standing, () => true, clock, context.RequestAborted))
            : throw new RefusalException(Refusals.NotFound("mandate", id));
    }

    private static MandateView View(MandateRecord record, int depth, IReadOnlyList<(BudgetAmount Limit, decimal Spent)> spent, PartyNames names, DateTimeOffset now) => new(
        record.Mandate.Id,
        depth,
        VisibleText.Of(names.Of(record.Holder)),
        record.Person is { } person ? VisibleText.Of(names.Of(person)) : null,
        record.Mandate.Purpose is { } purpose ? VisibleText.Of(purpose) : null,
        [.. spent.Select(s => new MandateLimit(s.Limit.Unit, s.Limit.Currency.Length == 0 ? null : s.Limit.Currency, s.Limit.Amount, s.Spent))],
        record.Mandate.Depth,
        record.Transaction,
        record.Created,
        record.Mandate.Until,
        record.Ended,
        record.CountsAt(now));
}
