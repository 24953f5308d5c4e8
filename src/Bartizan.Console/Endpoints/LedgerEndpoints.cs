using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.Ledgers;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>The ledger: head, checkpoint, verification.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        var ledger = api.MapGroup("/ledger").WithTags("Ledger");
        ledger.MapGet("", GetAsync).For(Right.Watch, "getLedger", "Head, newest checkpoint and the key that verifies it.");
        ledger.MapPost("/verifications", Start)
            .For(Right.VerifyLedger, "startVerification", "Starts a walk over the whole ledger, or returns the one that runs.");
        ledger.MapGet("/verifications/{id}", Find).For(Right.Watch, "getVerification", "How a verification stands; poll it.").OrNotFound();
    }

    private static Task<LedgerView> GetAsync(BartizanStore store, CancellationToken cancel) => LedgerViews.ViewAsync(store.Ledger, cancel);

    private static LedgerVerification Start(LedgerVerifications verifications) => verifications.Start();

    private static LedgerVerification Find(string id, LedgerVerifications verifications) =>
        verifications.Find(id) ?? throw new RefusalException(Refusals.NotFound("verification", id));
}
