using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Exchanges;
using Bartizan.Console.Http;
using Bartizan.Console.Live;
using Bartizan.Console.People;
using Bartizan.Core.Calibrations;
using Bartizan.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bartizan.Console.Endpoints;

/// <summary>Exchanges: list, feed, export, detail.</summary>
internal static class ExchangeEndpoints
{
    private const int DefaultLimit = 50;
    private const int MostLimit = 200;

    public static void MapExchanges(this IEndpointRouteBuilder api)
    {
        var exchanges = api.MapGroup("/exchanges").WithTags("Exchanges");
        exchanges.MapGet("", ListAsync).For(Right.Watch, "listExchanges", "A page of exchanges, newest first.");
        exchanges.MapGet("/live", Live)
            .For(Right.Watch, "followExchanges", "Exchanges as they become durable, as server-sent events named exchanges and heartbeat.")
            .Produces<LiveBatch>(200, "text/event-stream");
        exchanges.MapGet("/export", ExportAsync)
            .For(Right.Export, "exportExchanges", "Exchanges as a file, newest first, at most 100,000.")
            .Produces<ExchangeRow[]>(200, "application/json", "text/csv");
        exchanges.MapGet("/{id}", GetAsync).For(Right.Watch, "getExchange", "All that is known of one exchange.").OrNotFound();
        exchanges.MapPost("/{id}/mark", MarkAsync).For(Right.MarkExchanges, "markExchange", "Says that an exchange was an attack, or benign; calibration and trials of policies count it so.").OrNotFound();
    }

    private static Task<ExchangePage> ListAsync(
        [AsParameters] ExchangeFilter filter,
        [Description("Cursor from a page's next.")] string? cursor,
        [Description("Rows, 1 to 200; 50 when left out.")] int? limit,
        BartizanStore store,
        CancellationToken cancel)
    {
        var size = limit ?? DefaultLimit;
        return size is >= 1 and <= MostLimit
            ? ExchangeList.ReadAsync(store, filter, size, cursor, cancel)
            : throw new RefusalException(Refusals.BadField("limit", "The limit is out of bounds.", $"Use 1 to {MostLimit}."));
    }

    private static ServerSentEventsResult<LiveBatch> Live(
        [AsParameters] ExchangeFilter filter,
        [Description("Start after this position; now when left out.")] long? after,
        [FromHeader(Name = "Last-Event-ID"), Description("Position to resume after; outweighs after.")] long? lastEventId,
        HttpContext context,
        LiveFeed feed) =>
        TypedResults.ServerSentEvents(feed.FollowAsync(filter.ForRows(), lastEventId ?? after, context.Visitor(), context.RequestAborted));

    private static async Task<IResult> ExportAsync(
        [AsParameters] ExchangeFilter filter,
        [Description("csv or json; csv when left out.")] string? format,
        HttpContext context,
        BartizanStore store,
        AuditTrail audit,
        CancellationToken cancel)
    {
        var kind = Words.Read<ExportFormat>("format", format ?? "csv");
        _ = filter.ForStore();
        await audit.RecordAsync("console.exported", context.Visitor(), new { format = kind, filter }, cancel);
        return kind == ExportFormat.Json
            ? TypedResults.Stream(output => ExchangeExport.WriteJsonAsync(output, store, filter, cancel), "application/json", "exchanges.json")
            : TypedResults.Stream(output => ExchangeExport.WriteCsvAsync(output, store, filter, cancel), "text/csv; charset=utf-8", "exchanges.csv");
    }

    private static async Task<ExchangeDetail> GetAsync(string id, HttpContext context, ExchangeDetails details, CancellationToken cancel) =>
        await details.FindAsync(id, context.Visitor(), cancel) ?? throw new RefusalException(Refusals.NotFound("exchange", id));

    private static async Task<MarkView> MarkAsync(string id, MarkExchange body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        var mark = new ExchangeMark(id, body.Attack, context.Visitor().Account!.Name, clock.GetUtcNow());
        return await store.Marks.MarkAsync(mark, context.RequestAborted)
            ? new MarkView(mark.Attack, mark.By, mark.At)
            : throw new RefusalException(Refusals.NotFound("exchange", id));
    }
}
