using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Calibrating;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Gateway.Calibrating;
using Bartizan.Guard.Injection.Calibrating;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Thresholds of the injection model from recorded traffic. The store records who set and took back what.</summary>
internal static class CalibrationEndpoints
{
    private const int LongestSystem = 200;
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(30);

    public static void MapCalibration(this IEndpointRouteBuilder api)
    {
        var calibration = api.MapGroup("/calibration").WithTags("Calibration");
        calibration.MapGet("", GetAsync).For(Right.Watch, "getCalibration", "What recorded traffic says of the injection model's thresholds.");
        calibration.MapPost("", ApplyAsync).For(Right.CalibrateGuard, "applyCalibration", "Puts proposed thresholds in force; gateways follow within a second.").OrConflict();
        calibration.MapPost("/clear", ClearAsync).For(Right.CalibrateGuard, "clearCalibration", "Goes back to the thresholds that ship, or to those for all systems.").OrConflict();
    }

    private static Task<CalibrationView> GetAsync(
        [Description("Share of benign texts that may be refused, 0.0001 to 0.2; 0.001 when left out.")] double? budget,
        [Description("Share that may become a finding; ten times the budget, at most 0.05, when left out.")] double? annotate,
        [Description("System (tag of agents); all when left out.")] string? system,
        [Description("Start of the traffic, RFC 3339; 30 days ago when left out.")] DateTimeOffset? since,
        CalibrationViews views,
        TimeProvider clock,
        CancellationToken cancel) =>
        views.ReadAsync(Request(system, FalseAlarmBudget.Of(budget ?? 0.001, annotate), since ?? clock.GetUtcNow() - DefaultSpan), cancel);

    private static async Task<CalibrationView> ApplyAsync(ApplyCalibration body, HttpContext context, CalibrationViews views)
    {
        var request = Request(body.System, new FalseAlarmBudget(body.Budget, body.AnnotateBudget), body.Since) with { UpTo = body.UpTo };
        return await views.ApplyAsync(request, body.Proposed, By(context), context.RequestAborted)
            ?? throw new RefusalException(Refusals.Conflict("proposed", "These are not, or no longer, the thresholds that the traffic proposes.", "Look at the proposal again, then apply that."));
    }

    private static async Task<CalibrationView> ClearAsync(ClearCalibration body, HttpContext context, BartizanStore store, CalibrationViews views, TimeProvider clock)
    {
        var request = Request(body.System, FalseAlarmBudget.Of(0.001), clock.GetUtcNow() - DefaultSpan);
        return await store.Calibrations.ClearAsync(body.System, By(context), clock.GetUtcNow(), context.RequestAborted)
            ? await views.ReadAsync(request, context.RequestAborted)
            : throw new RefusalException(Refusals.Conflict("system", "Nothing was set for this system.", "There is nothing to take back."));
    }

    private static CalibrationRequest Request(string? system, FalseAlarmBudget budget, DateTimeOffset since)
    {
        if (system?.Length > LongestSystem)
        {
            throw new RefusalException(Refusals.BadField("system", "The system's name is too long.", $"Use at most {LongestSystem} characters."));
        }

        return budget is { Block: >= FalseAlarmBudget.Least and <= FalseAlarmBudget.Most, Annotate: <= FalseAlarmBudget.Most } && budget.Annotate >= budget.Block
            ? new CalibrationRequest(budget) { System = system is { Length: > 0 } ? system : null, Since = since }
            : throw new RefusalException(Refusals.BadField("budget", "The budget is out of bounds.", "Use shares from 0.0001 to 0.2, for findings at least that for refusals."));
    }

    private static string By(HttpContext context) => context.Visitor().Account!.Name;
}
