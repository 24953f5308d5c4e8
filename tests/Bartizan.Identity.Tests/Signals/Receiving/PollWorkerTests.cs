using System.Text.Json.Nodes;
using Bartizan.Identity.Signals.Receiving;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Identity.Tests.Signals.Receiving;

public class PollWorkerTests
{
    [Fact]
    public async Task Tokens_are_acknowledged_only_once_they_took_effect_and_errors_are_told()
    {
        await using var intakes = await StartAsync();
        var session = await intakes.SignInAsync("acc_1", "ada-7");
        var (good, spoilt, asked) = (intakes.Token((_, c) => c["jti"] = "one"), intakes.Token((_, c) => (c["jti"], c["aud"]) = ("two", "another")), new List<JsonObject>());
        intakes.Transmitter.Poll = (question, authorization) =>
        {
            Assert.Equal("Bearer the-secret", authorization);
            asked.Add(question);
            return asked.Count == 1 ? new JsonObject { ["sets"] = new JsonObject { ["one"] = good, ["two"] = spoilt, ["three"] = good } } : new JsonObject { ["sets"] = new JsonObject() };
        };
        using var worker = Worker(intakes);
        Assert.True(await worker.AskAsync(default));
        Assert.False(await intakes.IsInAsync(session));
        Assert.False(await worker.AskAsync(default));
        Assert.Empty(asked[0]["ack"]!.AsArray());
        Assert.Equal("""["one"]""", asked[1]["ack"]!.ToJsonString());
        Assert.Equal(("invalid_audience", "invalid_request"), (asked[1]["setErrs"]!["two"]!["err"]!.GetValue<string>(), asked[1]["setErrs"]!["three"]!["err"]!.GetValue<string>()));
        Assert.True(asked[0]["returnImmediately"]!.GetValue<bool>());
        Assert.Equal(["sessions-ended"], await intakes.DoneAsync());

        // A program that was killed before it acknowledged is given the same token again.
        asked.Clear();
        using var next = Worker(intakes);
        await next.AskAsync(default);
        await next.AskAsync(default);
        Assert.Equal("""["one"]""", asked[1]["ack"]!.ToJsonString());
        Assert.Equal(["sessions-ended"], await intakes.DoneAsync());
    }

    [Fact]
    public async Task What_keeps_it_from_asking_is_shown_until_it_is_over()
    {
        await using var intakes = await StartAsync();
        intakes.Transmitter.Poll = (_, _) => new JsonObject { ["sets"] = "none" };
        using var worker = Worker(intakes);
        await worker.AskAsync(default);
        Assert.NotNull(Assert.Single(await intakes.Store.Signals.StatesAsync(default)).FailingSince);
        intakes.Transmitter.Poll = (_, _) => [];
        await worker.AskAsync(default);
        var state = Assert.Single(await intakes.Store.Signals.StatesAsync(default));
        Assert.Null(state.FailingSince);
        Assert.Null(state.Problem);
    }

    [Fact]
    public async Task A_token_is_fetched_kept_while_it_counts_and_fetched_anew_once_it_is_refused()
    {
        await using var intakes = await Intakes.StartAsync(o => o with { Poll = o.Issuer + "/poll", Token = new(o.Issuer + "/token", "bartizan 1", "ssf.read", "https://id.example.com/ssf") });
        var shown = new List<string?>();
        intakes.Transmitter.Poll = (_, authorization) =>
        {
            shown.Add(authorization);
            return shown.Count == 3 ? new JsonObject { ["sets"] = "refused" } : [];
        };
        using var worker = Worker(intakes);
        for (var i = 1; i <= 5; i++)
        {
            intakes.Transmitter.TokenAnswer = $$"""{"access_token":"at-{{i}}","token_type":"Bearer","expires_in":300}""";
            await worker.AskAsync(default);
            intakes.Clock.Advance(TimeSpan.FromSeconds(i == 4 ? 400 : 1));
        }

        Assert.Equal(["Bearer at-1", "Bearer at-1", "Bearer at-1", "Bearer at-4", "Bearer at-5"], shown);
        var (header, form) = intakes.Transmitter.Asked;
        Assert.Equal("bartizan%201:the-secret", System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(header!["Basic ".Length..])));
        Assert.Equal(("client_credentials", "ssf.read", "https://id.example.com/ssf"), (form["grant_type"], form["scope"], form["resource"]));

        intakes.Transmitter.TokenAnswer = """{"error":"invalid_client"}""";
        intakes.Clock.Advance(TimeSpan.FromSeconds(400));
        await worker.AskAsync(default);
        Assert.Equal("Its token endpoint gives no token.", Assert.Single(await intakes.Store.Signals.StatesAsync(default)).Problem);
    }

    private static Task<Intakes> StartAsync() => Intakes.StartAsync(o => o with { Poll = o.Issuer + "/poll" });

    private static PollWorker Worker(Intakes intakes) =>
        new(intakes.Source, intakes.Intake, intakes.Store.Signals, _ => "the-secret", intakes.Clock, NullLogger<PollWorker>.Instance);
}
