using System.Text.Json.Nodes;
using Bartizan.Identity.Signals.Receiving;
using Bartizan.Storage.Accounts;

namespace Bartizan.Identity.Tests.Signals.Receiving;

public class SignalIntakeTests
{
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";
    private const string Ssf = "https://schemas.openid.net/secevent/ssf/event-type/";

    [Theory]
    [InlineData(Caep + "session-revoked", "{}", "sessions-ended", false)]
    [InlineData(Caep + "credential-change", """{"change_type":"revoke","credential_type":"password"}""", "sessions-ended", false)]
    [InlineData(Caep + "credential-change", """{"change_type":"update","credential_type":"fido2-roaming"}""", "sessions-ended", false)]
    [InlineData(Caep + "credential-change", """{"change_type":"delete","credential_type":"x509"}""", "sessions-ended", false)]
    [InlineData(Caep + "credential-change", """{"credential_type":"x509"}""", "sessions-ended", false)]
    [InlineData(Caep + "credential-change", """{"change_type":"create","credential_type":"password"}""", "recorded", true)]
    [InlineData(Caep + "assurance-level-change", """{"current_level":"nist-aal1"}""", "recorded", true)]
    [InlineData(Caep + "device-compliance-change", """{"current_status":"not-compliant"}""", "level-kept", true)]
    [InlineData(Caep + "token-claims-change", """{"claims":{"role":"ro-admin"}}""", "recorded", true)]
    [InlineData(Caep + "risk-level-change", """{"principal":"USER","current_level":"HIGH"}""", "level-kept", true)]
    [InlineData(Caep + "risk-level-change", """{"principal":"USER","current_level":"EXTREME"}""", "recorded", true)]
    [InlineData(Risc + "sessions-revoked", "{}", "sessions-ended", false)]
    [InlineData(Risc + "credential-compromise", """{"credential_type":"password"}""", "sessions-ended", false)]
    [InlineData(Risc + "account-disabled", """{"reason":"hijacking"}""", "account-disabled", false)]
    [InlineData(Risc + "account-purged", "{}", "account-disabled", false)]
    [InlineData(Risc + "account-enabled", "{}", "recorded", true)]
    [InlineData("https://events.example/of-their-own", "{}", "recorded", true)]
    public async Task Each_event_does_what_the_page_says_once(string type, string said, string did, bool staysIn)
    {
        await using var intakes = await Intakes.StartAsync();
        var (ada, grace) = (await intakes.SignInAsync("acc_1", "ada-7"), await intakes.SignInAsync("acc_2", "grace-8"));
        var token = intakes.Token(@event: type, said: JsonNode.Parse(said)!.AsObject());
        Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(token));
        Assert.Equal(staysIn, await intakes.IsInAsync(ada));
        Assert.True(await intakes.IsInAsync(grace));
        Assert.Equal(did == "account-disabled", (await intakes.Store.Console.FindAccountAsync("acc_1", default))!.Disabled is not null);

        // Acknowledged again, and nothing more: who signed in since stays in.
        if (did == "sessions-ended")
        {
            var anew = await intakes.SignInAsync("acc_1", "ada-7");
            Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(token));
            Assert.True(await intakes.IsInAsync(anew));
        }

        Assert.Equal([did], await intakes.DoneAsync());
        var state = Assert.Single(await intakes.Store.Signals.StatesAsync(default));
        Assert.Equal(("staff", 1L, type), (state.Name, state.Received, state.LastEvent));
    }

    [Fact]
    public async Task Tokens_of_the_person_end_with_their_epoch()
    {
        await using var intakes = await Intakes.StartAsync();
        await intakes.TakeAsync(intakes.Token());
        var epoch = Assert.Single(await intakes.Store.Standing.ListAsync(default));
        Assert.Equal(("user acc_1", false, intakes.Clock.GetUtcNow(), "signal:staff"), (epoch.Target.ToString(), epoch.Thrown, epoch.Epoch, epoch.By));
    }

    [Fact]
    public async Task Subjects_are_only_people_of_the_provider_and_addresses_tell_only_where_that_was_chosen()
    {
        await using var intakes = await Intakes.StartAsync();
        JsonObject Email() => new() { ["format"] = "email", ["email"] = "grace@example.com" };
        var grace = await intakes.SignInAsync("acc_2", "grace-8");
        foreach (var nobody in new[]
        {
            Email(),
            intakes.IssSub("grace-8", "https://other.example"),
            intakes.IssSub("GRACE-8"),
            new JsonObject { ["format"] = "opaque", ["id"] = "grace-8" },
            new JsonObject { ["format"] = "complex", ["device"] = intakes.IssSub("grace-8") },
            new JsonObject { ["format"] = "complex", ["user"] = intakes.IssSub("nobody"), ["session"] = new JsonObject { ["format"] = "opaque", ["id"] = "sid-grace-8" } },
            new JsonObject { ["format"] = "complex", ["user"] = new JsonObject { ["format"] = "complex", ["user"] = intakes.IssSub("grace-8") } },
            new JsonObject { ["format"] = "aliases", ["identifiers"] = new JsonArray([.. Enumerable.Range(0, 9).Select(_ => (JsonNode)intakes.IssSub("grace-8"))]) },
            [],
        })
        {
            Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(intakes.Token(subject: nobody)));
            Assert.True(await intakes.IsInAsync(grace), nobody.ToJsonString());
        }

        Assert.All(await intakes.DoneAsync(), did => Assert.Equal("subject-unknown", did));
        foreach (var somebody in new[]
        {
            intakes.IssSub("grace-8"),
            new JsonObject { ["format"] = "complex", ["user"] = intakes.IssSub("grace-8"), ["device"] = new JsonObject { ["format"] = "opaque", ["id"] = "d" } },
            new JsonObject { ["format"] = "complex", ["session"] = new JsonObject { ["format"] = "opaque", ["id"] = "sid-grace-8" } },
            new JsonObject { ["format"] = "aliases", ["identifiers"] = new JsonArray(Email(), intakes.IssSub("grace-8")) },
        })
        {
            grace = await intakes.SignInAsync("acc_2", "grace-8");
            Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(intakes.Token(subject: somebody)));
            Assert.False(await intakes.IsInAsync(grace), somebody.ToJsonString());
        }

        await using var chosen = await Intakes.StartAsync(o => o with { Emails = true });
        grace = await chosen.SignInAsync("acc_2", "grace-8");
        Assert.Equal((Intake.Taken, null), await chosen.TakeAsync(chosen.Token(subject: Email())));
        Assert.False(await chosen.IsInAsync(grace));
    }

    [Fact]
    public async Task An_address_never_means_an_account_that_another_made()
    {
        await using var intakes = await Intakes.StartAsync(o => o with { Emails = true });
        await intakes.Store.Console.AddAccountAsync(new Account { Id = "acc_3", Name = "root@example.com", Roles = ["analyst"], Created = intakes.Clock.GetUtcNow() }, "system", default);
        await intakes.TakeAsync(intakes.Token(@event: Risc + "account-disabled", subject: new JsonObject { ["format"] = "email", ["email"] = "root@example.com" }));
        Assert.Null((await intakes.Store.Console.FindAccountAsync("acc_3", default))!.Disabled);
        Assert.Equal(["subject-unknown"], await intakes.DoneAsync());
    }

    [Fact]
    public async Task The_last_admin_is_signed_out_and_not_locked_out()
    {
        await using var intakes = await Intakes.StartAsync();
        var now = intakes.Clock.GetUtcNow();
        await intakes.Store.Console.AddAccountAsync(new Account { Id = "acc_3", Name = "maria", PasswordHash = "hash", Roles = ["admin"], Created = now }, "system", default);
        await intakes.Store.Console.LinkIdentityAsync(new LinkedIdentity { Id = "idn_3", Issuer = intakes.Transmitter.Issuer, Subject = "maria-9", Account = "acc_3", Linked = now }, "acc_3", default);
        var maria = await intakes.SignInAsync("acc_3", "maria-9");
        Assert.Equal((Intake.Taken, null), await intakes.TakeAsync(intakes.Token(@event: Risc + "account-disabled", subject: intakes.IssSub("maria-9"))));
        Assert.False(await intakes.IsInAsync(maria));
        Assert.Null((await intakes.Store.Console.FindAccountAsync("acc_3", default))!.Disabled);
        Assert.Equal(["last-admin-kept"], await intakes.DoneAsync());
    }

    [Fact]
    public async Task What_a_transmitter_says_of_its_stream_is_kept_and_shown_so_that_it_cannot_act_on_terminals()
    {
        await using var intakes = await Intakes.StartAsync();
        var stream = new JsonObject { ["format"] = "opaque", ["id"] = "stream-1" };
        await intakes.TakeAsync(intakes.Token(@event: Ssf + "verification", said: new JsonObject { ["state"] = "x" }, subject: stream.DeepClone().AsObject()));
        await intakes.TakeAsync(intakes.Token(@event: Ssf + "stream-updated", said: new JsonObject { ["status"] = "paused", ["reason"] = "licence\u001b[2J" }, subject: stream.DeepClone().AsObject()));
        Assert.Equal((Intake.Refused, "invalid_request"), await intakes.TakeAsync(intakes.Token(@event: Ssf + "stream-updated", said: new JsonObject { ["status"] = "odd" }, subject: stream)));
        var state = Assert.Single(await intakes.Store.Signals.StatesAsync(default));
        Assert.Equal((intakes.Clock.GetUtcNow(), "paused", "licence<U+001B>[2J"), (state.Verified!.Value, state.Status, state.StatusReason));
        Assert.Equal(["verified", "stream-updated"], await intakes.DoneAsync());
    }

    [Fact]
    public async Task Of_many_at_once_with_one_id_one_takes_effect()
    {
        await using var intakes = await Intakes.StartAsync();
        var token = intakes.Token();
        var became = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => intakes.TakeAsync(token))));
        Assert.All(became, b => Assert.Equal((Intake.Taken, null), b));
        Assert.Single(await intakes.DoneAsync());
    }
}
