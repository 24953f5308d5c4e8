namespace Bartizan.Console.Endpoints;

/// <summary>The table of contents of the console's API.</summary>
internal static class ConsoleApi
{
    /// <summary>Maps every endpoint below <c>/api</c>.</summary>
    public static void MapConsoleApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api");
        api.MapSession();
        api.MapSignIn();
        api.MapIdentities();
        api.MapMeta();
        api.MapOverview();
        api.MapExchanges();
        api.MapAgents();
        api.MapKillSwitches();
        api.MapSecrets();
        api.MapSignals();
        api.MapBlueprints();
        api.MapTools();
        api.MapAccessRequests();
        api.MapPasskeys();
        api.MapPolicies();
        api.MapPolicyEditing();
        api.MapCalibration();
        api.MapBudgets();
        api.MapMandates();
        api.MapReviews();
        api.MapLedger();
        api.MapAccounts();
        api.MapConsents();
        api.MapConnectedAccounts();
    }
}
