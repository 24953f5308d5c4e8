using System.Text.Json.Nodes;

namespace Bartizan.Identity.Tests.Signals.Receiving;

/// <summary>Levels that a provider signals of a person: what speaks against them stays until it is taken back, what speaks for them ends with the session.</summary>
public sealed class LevelTests
{
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";

    [Fact]
    public async Task The_last_signal_counts_in_the_order_in_which_they_were_issued()
    {
        await using var intakes = await Intakes.StartAsync();
        await intakes.SignInAsync("acc_1", "ada-7");
        var low = Risk(intakes, "LOW");
        intakes.Clock.Advance(TimeSpan.FromSeconds(2));
        var high = Risk(intakes, "HIGH");
        await intakes.TakeAsync(high);
        Assert.Equal("Risk USER HIGH", Assert.Single(await LevelsAsync(intakes)));
        // One that was held up on its way does not bring the past back, nor does one that comes again.
        await intakes.TakeAsync(low);
        await intakes.TakeAsync(high);
        Assert.Equal("Risk USER HIGH", Assert.Single(await LevelsAsync(intakes)));
        intakes.Clock.Advance(TimeSpan.FromSeconds(2));
        await intakes.TakeAsync(Risk(intakes, "EXTREME"));
        Assert.Equal("Risk USER HIGH", Assert.Single(await LevelsAsync(intakes)));
        await intakes.TakeAsync(Risk(intakes, "LOW"));
        Assert.Equal("Risk USER LOW", Assert.Single(await LevelsAsync(intakes)));
        Assert.Empty(await LevelsAsync(intakes, "acc_2"));
    }

    [Fact]
    public async Task What_speaks_for_somebody_ends_with_the_session_and_what_speaks_against_them_does_not()
    {
        await using var intakes = await Intakes.StartAsync();
        // Of nobody who is signed in nothing good is known.
        await intakes.TakeAsync(Risk(intakes, "LOW"));
        Assert.Empty(await LevelsAsync(intakes));
        intakes.Clock.Advance(TimeSpan.FromSeconds(2));
        var session = await intakes.SignInAsync("acc_1", "ada-7");
        Assert.Empty(await LevelsAsync(intakes));
        await intakes.TakeAsync(Risk(intakes, "LOW"));
        Assert.Equal("Risk USER LOW", Assert.Single(await LevelsAsync(intakes)));
        var before = await intakes.Store.Identity.VersionAsync(default);
        await intakes.Store.Console.EndSessionAsync(session, default);
        Assert.NotEqual(before, await intakes.Store.Identity.VersionAsync(default));
        Assert.Empty(await LevelsAsync(intakes));

        // A new session does not inherit it.
        intakes.Clock.Advance(TimeSpan.FromSeconds(2));
        session = await intakes.SignInAsync("acc_1", "ada-7");
        Assert.Empty(await LevelsAsync(intakes));
        await intakes.TakeAsync(intakes.Token(@event: Caep + "device-compliance-change", said: Said(("current_status", "not-compliant"))));
        await intakes.TakeAsync(intakes.Token(@event: Caep + "assurance-level-change", said: Said(("namespace", "NIST-AAL"), ("current_level", "nist-aal2"))));
        Assert.Equal(["Assurance NIST-AAL nist-aal2", "Compliance DEVICE not-compliant"], await LevelsAsync(intakes));
        await intakes.Store.Console.EndSessionAsync(session, default);
        Assert.Equal(["Compliance DEVICE not-compliant"], await LevelsAsync(intakes));
        var ends = (await intakes.Store.Identity.PeopleAsync(default)).Single(p => p.Id == "acc_1").Levels[0].Until;
        Assert.Equal(DateTimeOffset.MaxValue, ends);
    }

    [Fact]
    public async Task One_device_does_not_speak_for_another()
    {
        await using var intakes = await Intakes.StartAsync();
        await intakes.SignInAsync("acc_1", "ada-7");
        foreach (var (device, status) in new[] { ("laptop", "not-compliant"), ("phone", "compliant") })
        {
            await intakes.TakeAsync(intakes.Token(@event: Caep + "device-compliance-change", said: Said(("current_status", status)), subject: Of(intakes, device)));
        }

        var levels = (await intakes.Store.Identity.PeopleAsync(default)).Single(p => p.Id == "acc_1").Levels;
        Assert.Equal(["compliant", "not-compliant"], levels.Select(l => l.Value).Order());
        await intakes.TakeAsync(intakes.Token(@event: Caep + "device-compliance-change", said: Said(("current_status", "compliant")), subject: Of(intakes, "laptop", turned: true)));
        Assert.All((await intakes.Store.Identity.PeopleAsync(default)).Single(p => p.Id == "acc_1").Levels, l => Assert.Equal("compliant", l.Value));
    }

    [Fact]
    public async Task Another_providers_people_are_nobodys_here()
    {
        await using var intakes = await Intakes.StartAsync();
        await intakes.SignInAsync("acc_1", "ada-7");
        await intakes.TakeAsync(intakes.Token(@event: Caep + "risk-level-change", said: Said(("principal", "USER"), ("current_level", "HIGH")), subject: intakes.IssSub("ada-7", "https://other.example")));
        Assert.Empty(await LevelsAsync(intakes));
    }

    [Fact]
    public async Task However_many_devices_are_signalled_what_speaks_for_somebody_has_an_end()
    {
        await using var intakes = await Intakes.StartAsync();
        await intakes.SignInAsync("acc_1", "ada-7");
        for (var i = 0; i < 105; i++)
        {
            await intakes.TakeAsync(intakes.Token(@event: Caep + "device-compliance-change", said: Said(("current_status", "compliant")), subject: Of(intakes, $"d{i}")));
        }

        await intakes.TakeAsync(intakes.Token(@event: Caep + "device-compliance-change", said: Said(("current_status", "not-compliant")), subject: Of(intakes, "last")));
        Assert.Equal(101, (await LevelsAsync(intakes)).Count);
    }

    private static string Risk(Intakes intakes, string level) => intakes.Token(@event: Caep + "risk-level-change", said: Said(("principal", "USER"), ("current_level", level)));

    private static JsonObject Said(params (string Name, string Value)[] members) => new(members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)m.Value)));

    private static JsonObject Of(Intakes intakes, string device, bool turned = false)
    {
        JsonObject named = turned ? new() { ["id"] = device, ["format"] = "opaque" } : new() { ["format"] = "opaque", ["id"] = device };
        return new() { ["format"] = "complex", ["user"] = intakes.IssSub("ada-7"), ["device"] = named };
    }

    private static async Task<IReadOnlyList<string>> LevelsAsync(Intakes intakes, string account = "acc_1") =>
        [.. (await intakes.Store.Identity.PeopleAsync(default)).Single(p => p.Id == account).Levels.Select(l => $"{l.Kind} {l.Scope} {l.Value}")];
}
