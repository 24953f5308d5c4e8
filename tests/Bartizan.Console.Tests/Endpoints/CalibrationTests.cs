using System.Text;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Guard.Injection;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class CalibrationTests
{
    private static readonly string Model = InjectionModel.LoadDefault().Name;

    [Fact]
    public async Task An_architect_sees_what_the_traffic_proposes_and_applies_just_that()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);
        var name = (await browser.GetAsync<Session>("/api/session")).Person!.Name;
        await RecordAsync(console, 40);

        var view = await browser.GetAsync<CalibrationView>("/api/calibration?budget=0.1");
        var applied = await browser.PostAsync<CalibrationView>("/api/calibration", Apply(view));

        var user = view.Channels[0];
        Assert.Equal((InjectionChannel.User, 40, 29), (user.Channel, user.Rows, user.Needed));
        Assert.Equal(40, user.Bins.Sum(b => b.Benign));
        Assert.Contains("as the model ships", user.Source, StringComparison.Ordinal);
        Assert.False(user.Calibrated);
        Assert.Equal(0.1, view.AnnotateBudget);
        Assert.Equal(user.Block.Proposed!.Score, applied.Channels[0].Block.Now.Score);
        Assert.True(applied.Channels[0].Calibrated);
        Assert.Contains("calibrated on 40 benign texts", applied.Channels[0].Source, StringComparison.Ordinal);
        Assert.Null(view.Channels[1].Block.Proposed);
        Assert.Equal("user", Assert.Single(await console.Store.Calibrations.ListAsync(default)).Channel);
        var told = Assert.Single(await console.Store.Events.ReadAsync(0, 1_000, default), e => e.Event.Kind == "guard.calibrated");
        Assert.Contains(name, Encoding.UTF8.GetString(told.Event.Json.Span), StringComparison.Ordinal);

        Assert.False((await browser.PostAsync<CalibrationView>("/api/calibration/clear", new ClearCalibration(""))).Channels[0].Calibrated);
        Assert.Equal(409, (await Browser.ProblemAsync(await browser.PostAsync("/api/calibration/clear", new ClearCalibration("")))).Status);
    }

    [Fact]
    public async Task What_nobody_looked_at_is_not_applied()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        await RecordAsync(console, 40);
        var view = await browser.GetAsync<CalibrationView>("/api/calibration?budget=0.1");

        // Its highest text turns out to have been an attack after the page was opened.
        await browser.PostAsync<MarkView>("/api/exchanges/exc_00000000000000000000000040/mark", new MarkExchange(true));
        var changed = await Browser.ProblemAsync(await browser.PostAsync("/api/calibration", Apply(view)));
        var nothing = await Browser.ProblemAsync(await browser.PostAsync("/api/calibration", Apply(view) with { Budget = 0.0001, AnnotateBudget = 0.001 }));

        Assert.Equal((409, "proposed"), (changed.Status, changed.Where));
        Assert.Equal(409, nothing.Status);
        Assert.Empty(await console.Store.Calibrations.ListAsync(default));
    }

    [Theory]
    [InlineData("budget=0.5")]
    [InlineData("budget=0")]
    [InlineData("budget=NaN")]
    [InlineData("budget=0.1&annotate=0.05")]
    public async Task A_budget_out_of_bounds_is_refused(string query)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        Assert.Equal((400, "budget"), await Browser.ProblemAsync(await browser.GetAsync($"/api/calibration?{query}")) is var problem ? (problem.Status, problem.Where) : default);
    }

    [Fact]
    public async Task An_analyst_marks_an_exchange_and_everybody_sees_it()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        await RecordAsync(console, 1);

        Assert.Null((await browser.GetAsync<ExchangeDetail>("/api/exchanges/exc_00000000000000000000000001")).Mark);
        var mark = await browser.PostAsync<MarkView>("/api/exchanges/exc_00000000000000000000000001/mark", new MarkExchange(true));

        var kept = (await browser.GetAsync<ExchangeDetail>("/api/exchanges/exc_00000000000000000000000001")).Mark!;
        Assert.Equal((true, mark.By), (kept.Attack, kept.By));
        Assert.Equal(1, (await browser.GetAsync<CalibrationView>("/api/calibration")).Channels[0].Attacks);
        Assert.Equal(404, (await Browser.ProblemAsync(await browser.PostAsync("/api/exchanges/exc_none/mark", new MarkExchange(true)))).Status);
    }

    private static ApplyCalibration Apply(CalibrationView view) => new(
        view.System, view.Budget, view.AnnotateBudget, view.Since, view.UpTo,
        view.Channels.Where(c => c.Block.Proposed is not null).ToDictionary(c => c.Channel == InjectionChannel.User ? "user" : "data", c => c.Block.Proposed!.Score));

    private static async Task RecordAsync(TestConsole console, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var exchange = Traffic.Exchange(console, i);
            await console.RecordAsync(
                exchange with { InjectionModel = Model, Request = [exchange.Request[0] with { Digest = $"{i:x64}"[32..] + new string('0', 32), Injection = 600_000 + i }] },
                project: false);
        }
    }
}
