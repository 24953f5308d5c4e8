using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Standings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity;

/// <summary>Registers identity.</summary>
public static class IdentityServices
{
    /// <summary>Adds agent keys: <see cref="AgentRegistry"/> and <see cref="IAuthenticator"/>; access keys: <see cref="IAccessKeys"/>; kill switches: <see cref="IStanding"/>. Needs an <see cref="IAgentStore"/>, <see cref="IStandingStore"/>, <see cref="IAccessKeySecrets"/>, an id source, a clock and logging.</summary>
    public static IServiceCollection AddBartizanIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<AgentRegistry>();
        services.TryAddSingleton<AgentAuthenticator>();
        services.TryAddSingleton<IAuthenticator>(s => s.GetRequiredService<AgentAuthenticator>());
        services.TryAddSingleton<IAccessKeys, AccessKeyFinder>();
        services.TryAddSingleton<Standing>();
        services.TryAddSingleton<IStanding>(s => s.GetRequiredService<Standing>());
        services.AddHostedService(s => s.GetRequiredService<AgentAuthenticator>());
        services.AddHostedService(s => s.GetRequiredService<Standing>());
        return services;
    }
}
