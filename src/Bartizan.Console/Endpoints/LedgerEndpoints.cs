using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>The ledger: head, checkpoint, verification.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        var ledger = api.MapGroup("/ledger").WithTags("Ledger");
        ledger.MapGet("", GetAsync).For(Right.Watch, "getLedger", "Head, newest checkpoint and the key that verifies it.");
        ledger.MapPost("/verifications", StartAsync)
            .For(Right.VerifyLedger, "startVerification", "Starts a walk over the whole ledger, or returns the one that runs.");
        ledger.MapGet("/verifications/{id}", Find).For(Right.Watch, "getVerification", "How a verification stands; poll it.").OrNotFound();
    }

    private static Task<LedgerView> GetAsync() => throw new NotImplementedException();

    private static Task<LedgerVerification> StartAsync() => throw new NotImplementedException();

    private static LedgerVerification Find(string id) => throw new NotImplementedException();
}
