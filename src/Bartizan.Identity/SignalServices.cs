using Bartizan.Core.KillSwitches;
using Bartizan.Core.Signals;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Http;
using Bartizan.Identity.Signals;
using Bartizan.Identity.Signals.Receiving;
using Bartizan.Identity.Signals.Transmitting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity;

/// <summary>Registers shared signals (OpenID SSF 1.0): the one door to them.</summary>
public static class SignalServices
{
    /// <summary>Takes signals of the configured transmitters; adds nothing where none is. Needs an <see cref="ISignalInbox"/>, an <see cref="IStandingStore"/>, a clock and logging.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The transmitters.</param>
    /// <param name="providers">The identity providers whose people they signal about.</param>
    /// <param name="secrets">Fetches the secret that an option refers to; null when it is not there.</param>
    public static IServiceCollection AddBartizanSignalsIn(this IServiceCollection services, SignalsOptions options, SignInOptions providers, Func<string, string?> secrets)
    {
        if (options.Receive.Count == 0)
        {
            return services;
        }

        services.TryAddSingleton(s => new SignalSources(options, providers, s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<SetCheck>();
        services.TryAddSingleton<SignalIntake>();
        services.TryAddSingleton(s => new PushEndpoint(s.GetRequiredService<SignalSources>(), s.GetRequiredService<SignalIntake>(), secrets));
        foreach (var name in options.Receive.Where(r => r.Poll is not null).Select(r => r.Name))
        {
            services.AddSingleton<IHostedService>(s => new PollWorker(
                s.GetRequiredService<SignalSources>().Polled.First(p => p.Options.Name == name),
                s.GetRequiredService<SignalIntake>(),
                s.GetRequiredService<ISignalInbox>(),
                secrets,
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<PollWorker>>()));
        }

        return services;
    }

    /// <summary>Lets clients make streams by which they learn what ended here; adds nothing where that is not configured. Needs what the authorization server needs, and an <see cref="ISignalStreams"/>.</summary>
    public static IServiceCollection AddBartizanSignalsOut(this IServiceCollection services, SignalsOptions options)
    {
        if (!options.Transmit)
        {
            return services;
        }

        services.TryAddSingleton(_ => new SignalFetcher(options.Hosts));
        services.TryAddSingleton<OutgoingClaims>();
        services.TryAddSingleton<SetSigner>();
        services.TryAddSingleton<StreamCaller>();
        services.TryAddSingleton<SignalMetadata>();
        services.TryAddSingleton<StreamEndpoint>();
        services.TryAddSingleton<StreamControlEndpoint>();
        services.TryAddSingleton<PollEndpoint>();
        services.TryAddSingleton<SignalEndpoints>();
        services.AddHostedService<SignalTeller>();
        services.AddHostedService<PushWorker>();
        return services;
    }

    /// <summary>Lets transmitters push, and clients manage their streams. Does nothing where neither is configured.</summary>
    public static void MapBartizanSignals(this IApplicationBuilder app)
    {
        OwnPaths.Map<SignalEndpoints>(app);
        if (app.ApplicationServices.GetService<PushEndpoint>() is { } push)
        {
            app.Use((http, next) => http.Request.Path.Value?.StartsWith(PushEndpoint.Path, StringComparison.Ordinal) == true ? push.AnswerAsync(http) : next(http));
        }
    }
}
