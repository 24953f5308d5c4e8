using Bartizan.Console.Endpoints;
using Bartizan.Console.Http;
using Bartizan.Console.Ledgers;
using Bartizan.Console.Live;
using Bartizan.Console.People;
using Bartizan.Console.Site;
using Bartizan.Storage;

namespace Bartizan.Console;

/// <summary>The console's whole registration.</summary>
public static class ConsoleServices
{
    /// <summary>
    /// Adds the console. The host brings <see cref="BartizanStore"/>, <c>IPolicySource</c>, <c>IIdSource</c> and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddBartizanConsole(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => provider.GetRequiredService<BartizanStore>().Console);
        services.AddSingleton<SetUps>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<LedgerVerifications>();
        services.AddSingleton(SiteFiles.FromAssembly());

        services.AddRouting();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ConsoleJson.Apply(json.SerializerOptions));
        services.AddOpenApi(ConsoleDocument.Name, ConsoleDocument.Configure);
        return services;
    }
}
