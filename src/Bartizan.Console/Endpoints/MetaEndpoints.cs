using System.Reflection;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;

namespace Bartizan.Console.Endpoints;

/// <summary>What runs here.</summary>
internal static class MetaEndpoints
{
    private static readonly string Version =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static void MapMeta(this IEndpointRouteBuilder api)
    {
        var started = api.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        api.MapGet("/meta", (ConsoleOptions options, TimeProvider clock) => Get(options, started, clock.GetUtcNow()))
            .WithTags("Meta").For(AccessRule.SignedIn, "getMeta", "Version, addresses, roles.");
        api.MapGet("/openapi.json", DocumentAsync).ExcludeFromDescription().For(AccessRule.SignedIn, "getDocument", "This document.");
    }

    private static Meta Get(ConsoleOptions options, DateTimeOffset started, DateTimeOffset now) => new(
        Version,
        options.GatewayAddress.ToString().TrimEnd('/'),
        options.Address.ToString().TrimEnd('/'),
        options.Demo,
        options.RecordsContent,
        started,
        now,
        [.. Enum.GetValues<Role>().Select(role => new RoleRights(role, RoleTable.RightsOf(role)))]);

    private static async Task<IResult> DocumentAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        TypedResults.Text(await ConsoleDocument.WriteAsync(services, cancellationToken), "application/json");
}
