using Bartizan.Core.Databases;
using Bartizan.Identity.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity;

/// <summary>Registers logins at databases.</summary>
public static class DatabaseServices
{
    /// <summary>Adds them; only the sweeping where no database is configured, because there may be logins from before. Needs the authorization server, policies, an <see cref="IDatabaseLoginStore"/> and an <see cref="IDatabaseLoginMaker"/>.</summary>
    public static IServiceCollection AddBartizanDatabases(this IServiceCollection services, IReadOnlyList<DatabaseServerOptions> databases)
    {
        services.TryAddSingleton(databases);
        services.TryAddSingleton<DatabaseLogins>();
        services.AddHostedService(s => s.GetRequiredService<DatabaseLogins>());
        if (databases.Count > 0)
        {
            services.TryAddSingleton<DatabaseDesk>();
            services.TryAddSingleton<DatabaseEndpoint>();
        }

        return services;
    }
}
