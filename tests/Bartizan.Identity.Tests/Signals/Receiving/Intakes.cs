using System.Text.Json.Nodes;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Signals;
using Bartizan.Identity.Signals.Receiving;
using Bartizan.Identity.Tests.Agents;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing.Federation;

namespace Bartizan.Identity.Tests.Signals.Receiving;

/// <summary>An intake with a real store and one transmitter on this machine, about whose people it signals.</summary>
internal sealed class Intakes : IAsyncDisposable
{
    public const string Audience = "https://ai.example.com/signals";
    public const string SessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    private readonly string _folder = Directory.CreateTempSubdirectory("bartizan-test-").FullName;
    private readonly SignalSources _sources;

    private Intakes(Func<SignalSourceOptions, SignalSourceOptions>? change)
    {
        Transmitter = new FakeProvider(Clock);
        var source = new SignalSourceOptions
        {
            Name = "staff",
            Provider = "staff",
            Issuer = Transmitter.Issuer,
            Audience = Audience,
            Credential = "env:SIGNALS",
            Inside = true,
        };
        Options = change?.Invoke(source) ?? source;
        var provider = new ProviderOptions { Name = "staff", Issuer = Transmitter.Issuer, ClientId = "bartizan", Inside = true };
        _sources = new SignalSources(new SignalsOptions { Receive = [Options] }, new SignInOptions { Providers = [provider] }, Clock);
    }

    public ManualClock Clock { get; } = new();

    public FakeProvider Transmitter { get; }

    public SignalSourceOptions Options { get; }

    public BartizanStore Store { get; private set; } = null!;

    public SignalIntake Intake { get; private set; } = null!;

    public SignalSource Source => _sources.Pushing("staff") ?? _sources.Polled.Single();

    public static async Task<Intakes> StartAsync(Func<SignalSourceOptions, SignalSourceOptions>? change = null)
    {
        var made = new Intakes(change);
        made.Store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = made._folder }, made.Clock, new SortableIdSource(made.Clock), default);
        made.Intake = new SignalIntake(new SetCheck(made.Clock), made.Store.Signals, new Followed(made.Store.Standing), made.Clock);
        await made.AddAsync("acc_1", "ada", "ada-7");
        await made.AddAsync("acc_2", "grace@example.com", "grace-8");
        return made;
    }

    public PushEndpoint Push() => new(_sources, Intake, reference => reference == "env:SIGNALS" ? "the-secret" : null);

    public async Task AddAsync(string id, string name, string subject)
    {
        var account = new Account { Id = id, Name = name, Roles = ["analyst"], Created = Clock.GetUtcNow(), Issuer = Transmitter.Issuer };
        Assert.True(await Store.Console.AddFromProviderAsync(account, new LinkedIdentity { Id = "idn_" + id, Issuer = Transmitter.Issuer, Subject = subject, Account = id, Linked = Clock.GetUtcNow() }, default));
    }

    /// <summary>Begins a session of an account.</summary>
    public async Task<byte[]> SignInAsync(string account, string subject)
    {
        var (hash, now) = (System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), Clock.GetUtcNow());
        var session = new Session
        {
            TokenHash = hash,
            Account = account,
            Created = now,
            Expires = now.AddHours(12),
            LastSeen = now,
            Identity = new SessionIdentity(Transmitter.Issuer, subject, "sid-" + subject),
        };
        Assert.True(await Store.Console.AddSessionAsync(session, null, default));
        return hash;
    }

    public async Task<bool> IsInAsync(byte[] session) => await Store.Console.FindSessionAsync(session, default) is not null;

    /// <summary>A token as the transmitter makes it, spoilt as a test wishes.</summary>
    public string Token(Action<JsonObject, JsonObject>? spoil = null, string @event = SessionRevoked, JsonObject? said = null, JsonObject? subject = null)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "secevent+jwt", ["kid"] = Transmitter.KeyId };
        var claims = new JsonObject
        {
            ["iss"] = Transmitter.Issuer,
            ["aud"] = new JsonArray("https://other.example", Audience),
            ["iat"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
            ["sub_id"] = subject ?? IssSub("ada-7"),
            ["events"] = new JsonObject { [@event] = said ?? new JsonObject { ["reason_admin"] = new JsonObject { ["en"] = "left the company" } } },
        };
        spoil?.Invoke(header, claims);
        return Transmitter.Sign(header, claims);
    }

    public JsonObject IssSub(string subject, string? issuer = null) => new() { ["format"] = "iss_sub", ["iss"] = issuer ?? Transmitter.Issuer, ["sub"] = subject };

    public async Task<(Intake Intake, string? Error)> TakeAsync(string token)
    {
        var (became, error) = await Intake.TakeAsync(Source, token, null, default);
        return (became, error?.Code);
    }

    /// <summary>What the ledger says was done by the signals so far.</summary>
    public async Task<IReadOnlyList<string>> DoneAsync() =>
    [
        .. (await Store.Events.ReadAsync(0, 1_000, default)).Where(e => e.Event.Kind == "signal.received").Select(e => JsonNode.Parse(e.Event.Json.Span)!["did"]!.GetValue<string>()),
    ];

    public async ValueTask DisposeAsync()
    {
        _sources.Dispose();
        Transmitter.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A gateway that follows at once.</summary>
    private sealed class Followed(IStandingStore store) : IStandingStore
    {
        public ValueTask<long> VersionAsync(CancellationToken cancellationToken) => store.VersionAsync(cancellationToken);

        public ValueTask<IReadOnlyList<KillSwitch>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

        public ValueTask ThrowAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) => store.ThrowAsync(target, reason, by, when, cancellationToken);

        public ValueTask<bool> LiftAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) => store.LiftAsync(target, reason, by, when, cancellationToken);

        public ValueTask<long> FollowedAsync(CancellationToken cancellationToken) => store.VersionAsync(cancellationToken);

        public ValueTask FollowAsync(long version, CancellationToken cancellationToken) => store.FollowAsync(version, cancellationToken);
    }
}
