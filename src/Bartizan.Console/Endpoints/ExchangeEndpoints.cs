using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Microsoft.AspNetCore.Mvc;

namespace Bartizan.Console.Endpoints;

/// <summary>Exchanges: list, feed, export, detail.</summary>
internal static class ExchangeEndpoints
{
    public static void MapExchanges(this IEndpointRouteBuilder api)
    {
        var exchanges = api.MapGroup("/exchanges").WithTags("Exchanges");
        exchanges.MapGet("", ListAsync).For(Right.Watch, "listExchanges", "A page of exchanges, newest first.");
        exchanges.MapGet("/live", Live).For(Right.Watch, "followExchanges", "Exchanges as they become durable, as server-sent events named exchanges and heartbeat.")
            .Produces<LiveBatch>(200, "text/event-stream");
        exchanges.MapGet("/export", ExportAsync).For(Right.Export, "exportExchanges", "Exchanges as a file, newest first.")
            .Produces<ExchangeRow[]>(200, "application/json", "text/csv");
        exchanges.MapGet("/{id}", GetAsync).For(Right.Watch, "getExchange", "All that is known of one exchange.").OrNotFound();
    }

    private static Task<ExchangePage> ListAsync(
        [AsParameters] ExchangeFilter filter,
        [Description("Cursor from a page's next.")] string? cursor,
        [Description("Rows, 1 to 200; 50 when left out.")] int? limit) => throw new NotImplementedException();

    private static Task Live(
        [AsParameters] ExchangeFilter filter,
        [Description("Start after this position; now when left out.")] long? after,
        [FromHeader(Name = "Last-Event-ID"), Description("Position to resume after; outweighs after.")] long? lastEventId)
        => throw new NotImplementedException();

    private static Task ExportAsync(
        [AsParameters] ExchangeFilter filter,
        [Description("csv or json; csv when left out.")] ExportFormat? format) => throw new NotImplementedException();

    private static Task<ExchangeDetail> GetAsync(string id) => throw new NotImplementedException();
}
