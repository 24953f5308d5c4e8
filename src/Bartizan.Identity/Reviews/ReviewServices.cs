using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity.Reviews;

/// <summary>Registers access governance.</summary>
public static class ReviewServices
{
    /// <summary>
    /// Adds <see cref="ReviewDesk"/> and <see cref="RightSizing"/>. Needs the stores of reviews, the registry, agents, identity, consents, tool pins, access and
    /// permission uses, an id source, a clock and logging.
    /// </summary>
    public static IServiceCollection AddBartizanReviews(this IServiceCollection services, ReviewOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton<ReviewPlanner>();
        services.TryAddSingleton<ReviewEnforcer>();
        services.TryAddSingleton<ReviewDesk>();
        services.TryAddSingleton<RightSizing>();
        services.TryAddSingleton<ReviewTriggers>();
        return services;
    }

    /// <summary>Adds what keeps reviews going beside it, in the one process that serves a folder.</summary>
    public static IServiceCollection AddBartizanReviewKeeper(this IServiceCollection services) => services.AddHostedService<ReviewKeeper>();
}
