using Bartizan.Identity.AuthZen.Access;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Http;
using Bartizan.Identity.AuthZen.Recording;
using Bartizan.Identity.AuthZen.Searching;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity.AuthZen;

/// <summary>Registers the decision point that speaks the AuthZEN Authorization API 1.0.</summary>
public static class AuthZenServices
{
    /// <summary>Adds it. Needs an <c>IAuthenticator</c>, an <c>IEventLog</c>, an <c>IAccessStore</c>, an id source, a clock and logging.</summary>
    public static IServiceCollection AddBartizanAuthZen(this IServiceCollection services, AuthZenState state)
    {
        services.TryAddSingleton(state);
        services.TryAddSingleton<DecisionRecorder>();
        services.TryAddSingleton<CallerStep>();
        services.TryAddSingleton<PageTokens>();
        services.TryAddSingleton<DenialBook>();
        services.TryAddSingleton<HeldEvaluations>();
        services.TryAddSingleton<AccessHandler>();
        services.TryAddSingleton<EvaluationHandler>();
        services.TryAddSingleton<SearchHandler>();
        services.TryAddSingleton<AuthZenEndpoints>();
        return services;
    }

    /// <summary>Answers the decision point's routes before whatever is mapped after it.</summary>
    public static void UseBartizanAuthZen(this IApplicationBuilder app)
    {
        var endpoints = app.ApplicationServices.GetRequiredService<AuthZenEndpoints>();
        app.Use(next => http => endpoints.RunAsync(http, next));
    }
}
