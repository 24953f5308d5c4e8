using Bartizan.Console.Http;

namespace Bartizan.Console;

/// <summary>The console's whole registration.</summary>
public static class ConsoleServices
{
    /// <summary>Adds the console; it expects the stores of <c>Bartizan.Storage</c> and a <see cref="TimeProvider"/> among the services.</summary>
    public static IServiceCollection AddBartizanConsole(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddSingleton(options);
        services.AddRouting();
        services.ConfigureHttpJsonOptions(json => ConsoleJson.Apply(json.SerializerOptions));
        services.AddOpenApi(ConsoleDocument.Name, ConsoleDocument.Configure);
        return services;
    }
}
