using Bartizan.Core.Identity;
using Bartizan.Identity.Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity;

/// <summary>Registers identity.</summary>
public static class IdentityServices
{
    /// <summary>Adds agent keys: <see cref="AgentRegistry"/> and <see cref="IAuthenticator"/>; access keys: <see cref="IAccessKeys"/>. Needs an <see cref="IAgentStore"/>, <see cref="IAccessKeySecrets"/>, an id source, a clock and logging.</summary>
    public static IServiceCollection AddBartizanIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<AgentRegistry>();
        services.TryAddSingleton<AgentAuthenticator>();
        services.TryAddSingleton<IAuthenticator>(s => s.GetRequiredService<AgentAuthenticator>());
        services.TryAddSingleton<IAccessKeys, AccessKeyFinder>();
        services.AddHostedService(s => s.GetRequiredService<AgentAuthenticator>());
        return services;
    }
}
