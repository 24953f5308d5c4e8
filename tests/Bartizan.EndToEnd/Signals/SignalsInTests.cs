using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using static Bartizan.EndToEnd.Signals.SignalSite;

namespace Bartizan.EndToEnd.Signals;

/// <summary>Signals of a transmitter that nobody here wrote, taken by the real program.</summary>
public sealed class SignalsInTests
{
    private const string SessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    private const string AccountDisabled = "https://schemas.openid.net/secevent/risc/event-type/account-disabled";

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task What_a_provider_signals_of_a_person_decides_the_next_call_of_their_agents()
    {
        await using var site = await StartAsync(policies: """
            @id("people-at-low-risk") forbid (principal is User, action == Action::"invokeModel", resource)
            unless { context has signals && context.signals has risk && context.signals.risk == "LOW" };
            """);
        var ada = await site.SignInAsync();
        await SignalAsync("LOW");
        var token = await site.WorkingTokenAsync();
        for (var i = 0; i < 2; i++)
        {
            // Acknowledged means followed: it is the next call that is refused, and allowed again.
            await SignalAsync("HIGH");
            Assert.False(await site.CountsAsync(token));
            await SignalAsync("LOW");
            Assert.True(await site.CountsAsync(token));
        }

        // What spoke for her ends with her session, although her agent's token goes on.
        await site.SignOutAsync(ada);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await site.CountsAsync(token))
        {
            await Task.Delay(100, patience.Token);
        }

        async Task SignalAsync(string level)
        {
            // Signals are in the order of their times of issue, which have whole seconds; those of one second in the order in which they come.
            var pushed = await site.PushAsync("https://schemas.openid.net/secevent/caep/event-type/risk-level-change", said: $$"""{"principal":"USER","current_level":"{{level}}"}""");
            Assert.Equal(202, pushed.GetProperty("status").GetInt32());
        }
    }

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task Once_a_signal_is_acknowledged_session_tokens_and_streams_of_the_person_are_over()
    {
        await using var site = await StartAsync();
        var ada = await site.SignInAsync();
        var token = await site.WorkingTokenAsync();
        using var stream = await site.AskAsync(token);
        var rest = stream.Content.ReadAsStringAsync();

        // Assertions of before the signal that race it, and one that nobody brings until it is over.
        var late = site.Assertion();
        var racing = Enumerable.Range(0, 40).Select(_ => site.Assertion()).ToList();
        var got = new List<Task<string?>>();
        var pushing = site.PushAsync(SessionRevoked);
        foreach (var assertion in racing)
        {
            got.Add(site.TokenAsync(assertion));
            await Task.Delay(25);
        }

        var pushed = await pushing;
        Assert.Equal((202, ""), (pushed.GetProperty("status").GetInt32(), pushed.GetProperty("body").GetString()));
        Assert.False(await site.IsInAsync(ada));
        Assert.False(await site.CountsAsync(token));
        Assert.Contains("authority_ended", await rest.WaitAsync(TimeSpan.FromMinutes(2)), StringComparison.Ordinal);
        Assert.Null(await site.TokenAsync(late));
        foreach (var raced in (await Task.WhenAll(got)).OfType<string>())
        {
            Assert.False(await site.CountsAsync(raced));
        }

        // She is welcome again, and the same signal once more changes nothing.
        await Task.Delay(1_100);
        var again = await site.SignInAsync();
        var anew = (await site.TokenAsync(site.Assertion()))!;
        Assert.Equal(202, (await site.PushAsync(SessionRevoked, pushed.GetProperty("token").GetString())).GetProperty("status").GetInt32());
        Assert.True(await site.IsInAsync(again) && await site.CountsAsync(anew));
        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
        Assert.DoesNotContain("the-signal-secret", site.Bartizan.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kill_at_any_moment_between_receipt_and_acknowledgement_loses_nothing()
    {
        await using var site = await StartAsync("http://127.0.0.1:4711");
        foreach (var moment in new[] { 0, 15, 40, 90, 200 })
        {
            var (ada, token) = (await site.SignInAsync(), await site.WorkingTokenAsync());
            var signal = site.SessionRevoked();
            var pushing = site.IsTakenAsync(signal);
            await Task.Delay(moment);
            await site.Bartizan.KillAsync();
            var taken = await pushing;
            await site.BeginAsync();
            if (taken)
            {
                Assert.False(await site.IsInAsync(ada) || await site.CountsAsync(token));
            }

            // The transmitter, which does not know, sends it again.
            Assert.True(await site.IsTakenAsync(signal));
            Assert.False(await site.IsInAsync(ada) || await site.CountsAsync(token));
            // What is issued in the second of an epoch does not count.
            await Task.Delay(1_100);
        }

        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
    }

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task Somebody_whose_account_is_disabled_elsewhere_stays_out_here()
    {
        await using var site = await StartAsync();
        var ada = await site.SignInAsync();
        Assert.Equal(202, (await site.PushAsync(AccountDisabled)).GetProperty("status").GetInt32());
        Assert.False(await site.IsInAsync(ada));
        Assert.Null(await site.TokenAsync(site.Assertion()));
        Assert.Contains("in\tstaff\tenabled\t1\t", await BartizanProcess.OutputAsync("signals", "list", "--data", site.Data), StringComparison.Ordinal);
    }
}
