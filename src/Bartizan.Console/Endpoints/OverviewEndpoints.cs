using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>What passes, and what is done with it.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder api) =>
        api.MapGet("/overview", GetAsync).WithTags("Overview").For(Right.Watch, "getOverview", "Traffic, decisions, findings and agents over time.");

    private static Task<Overview> GetAsync(
        [Description("15m, 1h, 6h, 24h, 7d or 30d back from now; 24h when neither this nor from is given.")] string? range,
        [Description("Start, RFC 3339; instead of range.")] DateTimeOffset? from,
        [Description("End, RFC 3339; now when left out.")] DateTimeOffset? to,
        [Description("Only this agent, by id.")] string? agent) => throw new NotImplementedException();
}
