using Bartizan.Core.Identity;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity;

/// <summary>Registers sign-in through identity providers.</summary>
public static class FederationServices
{
    /// <summary>Lets agents bring assertions of those providers that are configured for it; adds nothing where none is. Needs what the authorization server needs, and <see cref="ILinkedPeople"/>.</summary>
    public static IServiceCollection AddBartizanAssertions(this IServiceCollection services, SignInOptions options)
    {
        if (options.Providers.Any(p => p.Assertions))
        {
            services.TryAddSingleton(s => new Providers(options, s.GetRequiredService<TimeProvider>()));
            services.TryAddSingleton<AssertionCheck>();
            services.AddSingleton<IGrant, AssertionGrant>();
        }

        return services;
    }

    /// <summary>Adds the desk. Needs a clock; an <see cref="IIdentityStore"/> too, where this Bartizan proves itself with its own key.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The providers.</param>
    /// <param name="secrets">Fetches the secret that an option refers to; null when it is not there.</param>
    public static IServiceCollection AddBartizanSignIn(this IServiceCollection services, SignInOptions options, Func<string, string?> secrets)
    {
        services.TryAddSingleton(s => new Providers(options, s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new SignInDesk(
            s.GetRequiredService<Providers>(),
            new ProviderProofs(secrets, s.GetService<IIdentityStore>(), s.GetRequiredService<TimeProvider>()),
            s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<BackChannelLogout>();
        return services;
    }
}
