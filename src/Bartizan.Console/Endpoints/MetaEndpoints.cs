using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;

namespace Bartizan.Console.Endpoints;

/// <summary>What runs here.</summary>
internal static class MetaEndpoints
{
    public static void MapMeta(this IEndpointRouteBuilder api)
    {
        api.MapGet("/meta", Get).WithTags("Meta").For(AccessRule.SignedIn, "getMeta", "Version, addresses, roles.");
        api.MapGet("/openapi.json", DocumentAsync).ExcludeFromDescription().For(AccessRule.SignedIn, "getDocument", "This document.");
    }

    private static async Task<IResult> DocumentAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        TypedResults.Text(await ConsoleDocument.WriteAsync(services, cancellationToken), "application/json");

    private static Meta Get() => throw new NotImplementedException();
}
