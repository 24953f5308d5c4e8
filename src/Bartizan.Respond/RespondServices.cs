using Bartizan.Core.Events;
using Bartizan.Respond.Sinks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Respond;

/// <summary>Registers the hand-off of events: the one door to it.</summary>
public static class RespondServices
{
    /// <summary>Pushes the log to each sink, from the start of the host on. The host brings <c>IEventLog</c>, <c>IEventCursors</c> and <c>TimeProvider</c>.</summary>
    public static IServiceCollection AddBartizanExport(this IServiceCollection services, IReadOnlyList<HttpSink> sinks)
    {
        foreach (var sink in sinks)
        {
            var state = new SinkState(sink.Name);
            services.AddSingleton(state);
            services.AddSingleton<IHostedService>(provider => new HttpSinkWorker(
                sink,
                state,
                provider.GetRequiredService<IEventLog>(),
                provider.GetRequiredService<IEventCursors>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<HttpSinkWorker>>()));
        }

        return services;
    }
}
