using Bartizan.Console.Calibrating;
using Bartizan.Console.Elevation;
using Bartizan.Console.Exchanges;
using Bartizan.Console.Http;
using Bartizan.Console.Ledgers;
using Bartizan.Console.Live;
using Bartizan.Console.People;
using Bartizan.Console.Policies;
using Bartizan.Console.Site;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Gateway.Replay;
using Bartizan.Identity;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Elevation;
using Bartizan.Identity.Reviews;
using Bartizan.Storage;
using Bartizan.Storage.Ledgers.Verification;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Console;

/// <summary>The console's whole registration.</summary>
public static class ConsoleServices
{
    /// <summary>
    /// Adds the console. The host brings <see cref="BartizanStore"/>, <c>IPolicySource</c>, <see cref="IPolicyDesk"/>, <c>IIdSource</c> and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddBartizanConsole(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Console);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Agents);
        services.TryAddSingleton<AgentRegistry>();
        services.TryAddSingleton(provider => new ApprovalDesk(provider.GetRequiredService<BartizanStore>().Access, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PasskeyChallenges>();
        AddPeople(services);
        AddReviews(services);
        services.AddBartizanSignIn(options.SignIn, options.Secrets);

        services.AddSingleton<ExchangeDetails>();
        services.AddSingleton<CalibrationViews>();
        AddPolicies(services);
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<VerifyLedger>((progress, cancel) => LedgerViews.Problems(LedgerVerifier.Verify(options.DataFolder, null, null, progress, cancel)));
        services.AddSingleton<LedgerVerifications>();

        services.AddSingleton<RequestLimits>();
        services.AddSingleton(SiteFiles.FromAssembly());
        services.AddRouting();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ConsoleJson.Apply(json.SerializerOptions));
        services.AddOpenApi(ConsoleDocument.Name, ConsoleDocument.Configure);
        return services;
    }

    private static void AddReviews(IServiceCollection services)
    {
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Reviews);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Registry);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Identity);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Consents);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().ToolPins);
        services.TryAddSingleton(provider => provider.GetRequiredService<BartizanStore>().Access);
        services.TryAddSingleton<IPermissionUses>(provider => provider.GetRequiredService<BartizanStore>().Exchanges);
        services.AddBartizanReviews(new ReviewOptions());
    }

    private static void AddPolicies(IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var store = provider.GetRequiredService<BartizanStore>();
            return new InstallationInventory(store.Agents, store.Identity, store.ToolPins, store.Events);
        });
        services.AddSingleton<PolicyWork>();
        services.AddSingleton<PermissionReader>();
        services.AddSingleton<PolicyReviewer>();
        services.AddSingleton<PolicyReviews>();
        services.AddSingleton<PolicyEditing>();
    }

    private static void AddPeople(IServiceCollection services)
    {
        services.AddSingleton<SetUps>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordProof>();
        services.AddSingleton<ProviderAccounts>();
        services.AddSingleton<AuditTrail>();
    }
}
