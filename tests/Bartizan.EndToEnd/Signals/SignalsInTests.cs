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
    public async Task Once_a_signal_is_acknowledged_session_tokens_and_streams_of_the_person_are_over()
    {
        await using var site = await StartAsync();
        using var ada = await site.SignInAsync();
        var token = (await site.TokenAsync(site.Assertion()))!;
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
        Assert.False(await IsInAsync(ada));
        Assert.False(await site.CountsAsync(token));
        Assert.Contains("authority_ended", await rest.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.Null(await site.TokenAsync(late));
        foreach (var raced in (await Task.WhenAll(got)).OfType<string>())
        {
            Assert.False(await site.CountsAsync(raced));
        }

        // She is welcome again, and the same signal once more changes nothing.
        await Task.Delay(1_100);
        using var again = await site.SignInAsync();
        var anew = (await site.TokenAsync(site.Assertion()))!;
        Assert.Equal(202, (await site.PushAsync(SessionRevoked, pushed.GetProperty("token").GetString())).GetProperty("status").GetInt32());
        Assert.True(await IsInAsync(again) && await site.CountsAsync(anew));
        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
        Assert.DoesNotContain("the-signal-secret", site.Bartizan.Errors, StringComparison.Ordinal);
    }

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task A_kill_while_signals_come_loses_none_that_was_acknowledged_and_the_rest_come_again()
    {
        await using var site = await StartAsync();
        using (var ada = await site.SignInAsync())
        {
            var token = (await site.TokenAsync(site.Assertion()))!;
            var pushed = await site.PushAsync(SessionRevoked);
            await site.Bartizan.KillAsync();
            await site.BeginAsync();
            Assert.Equal(202, pushed.GetProperty("status").GetInt32());
            Assert.False(await site.CountsAsync(token));
            Assert.Equal(202, (await site.PushAsync(SessionRevoked, pushed.GetProperty("token").GetString())).GetProperty("status").GetInt32());
        }

        using var again = await site.SignInAsync();
        var pushing = site.PushAsync(AccountDisabled);
        await Task.Delay(150);
        await site.Bartizan.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => pushing);
        await site.BeginAsync();
        Assert.Equal(202, (await site.PushAsync(AccountDisabled)).GetProperty("status").GetInt32());
        Assert.Null(await site.TokenAsync(site.Assertion()));
    }
}
