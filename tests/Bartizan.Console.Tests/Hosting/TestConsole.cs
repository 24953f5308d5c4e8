using System.Net;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.People;
using Bartizan.Console.Policies;
using Bartizan.Core.Ids;
using Bartizan.Policy;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Session = Bartizan.Console.Contract.Session;

namespace Bartizan.Console.Tests.Hosting;

/// <summary>A console on a real server on a free port, with a store in a folder of its own.</summary>
internal sealed class TestConsole : IAsyncDisposable
{
    /// <summary>The policies in force, and in the one policy file.</summary>
    public const string Policies =
        """
        // Everybody may ask a model.
        @id("ask")
        @redact("pii.*")
        permit (principal, action == Action::"invokeModel", resource);

        @id("no-secrets")
        @message("Keys stay here.")
        forbid (principal, action == Action::"invokeModel", resource)
        when { context.labels.contains("secret") };
        """;

    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;

    private TestConsole(string folder, WebApplication app, BartizanStore store, TestClock clock, TestLog log)
    {
        (_folder, _app, Store, Clock, Log) = (folder, app, store, clock, log);
        _following = FollowAsync();
    }

    public BartizanStore Store { get; }

    public TestClock Clock { get; }

    public TestLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<TestConsole> StartAsync(Action<IServiceCollection>? change = null, Func<ConsoleOptions, ConsoleOptions>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-console-").FullName;
        var clock = new TestClock();
        var ids = new SortableIdSource(clock);
        var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, clock, ids, default);
        var log = new TestLog();
        var options = new ConsoleOptions
        {
            Address = new Uri("http://127.0.0.1:4181"),
            GatewayAddress = new Uri("http://127.0.0.1:4180"),
            DataFolder = folder,
            Heartbeat = TimeSpan.FromMilliseconds(300),
        };

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IIdSource>(ids);
        builder.Services.AddSingleton<IPolicySource>(new FixedPolicies());
        var desk = new TestDesk(Directory.CreateDirectory(Path.Combine(folder, "policies")).FullName);
        await File.WriteAllTextAsync(desk.PathOf("test.cedar"), Policies);
        builder.Services.AddSingleton(desk);
        builder.Services.AddSingleton<IPolicyDesk>(desk);
        builder.Services.AddBartizanConsole(configure?.Invoke(options) ?? options);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBartizanConsole();
        await app.StartAsync();
        return new TestConsole(folder, app, store, clock, log)
        {
            Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };
    }

    /// <summary>A browser without a session.</summary>
    public Browser Open() => new(Address);

    /// <summary>A browser of somebody with these roles. The session is begun straight in the server: hashing a password for every test takes its time.</summary>
    public async Task<Browser> SignInAsync(params Role[] roles)
    {
        var account = await AddAccountAsync("unusable", roles);
        var visitor = (await Services.GetRequiredService<Sessions>().BeginAsync(account, default))!;
        return new Browser(Address) { Cookie = visitor.Token, Csrf = visitor.CsrfToken };
    }

    /// <summary>The same by link and password, as people do.</summary>
    public async Task<Browser> SignInByPasswordAsync(params Role[] roles)
    {
        var account = await AddAccountAsync(null, roles);
        var link = await Services.GetRequiredService<SignInLinks>().CreateForAsync(account.Id, "test", default);
        var browser = Open();
        await browser.PostAsync("/api/session/link", new RedeemLink(TokenOf(link)));
        var session = await browser.PostAsync<Session>("/api/session/account", new SetUpAccount(account.Name, Browser.GoodPassword));
        Assert.Equal(SessionState.SignedIn, session.State);
        return browser;
    }

    /// <summary>The token in a link's fragment.</summary>
    public static string TokenOf(SignInLink link) => link.Url.Fragment["#token=".Length..];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // In the place of the gateway, which confirms what ends authority.
    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Store.Standing.FollowAsync(await Store.Standing.VersionAsync(default), default);
            await Task.Delay(10, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Account> AddAccountAsync(string? passwordHash, Role[] roles)
    {
        var id = Services.GetRequiredService<IIdSource>().NewId("acc");
        var account = new Account
        {
            Id = id,
            Name = "person-" + id[^12..],
            PasswordHash = passwordHash,
            Roles = Accounts.Names(roles.Length == 0 ? [Role.Admin] : roles),
            Created = Clock.GetUtcNow(),
        };
        Assert.True(await Store.Console.AddAccountAsync(account, "test", default));
        return account;
    }

    private sealed class FixedPolicies : IPolicySource
    {
        public PolicyEngine Current { get; } = new(PolicySet.Parse(Policies, "content/policies/test.cedar"));
    }
}
