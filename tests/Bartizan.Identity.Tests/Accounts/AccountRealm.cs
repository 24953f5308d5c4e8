using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Accounts;
using Bartizan.Identity.Federation;
using Bartizan.Storage;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>People, one server that asks them for an account, its authorization server, and a store on disk.</summary>
internal sealed class AccountRealm : IAccountServers, IAsyncDisposable
{
    public const string Session = "the-session-token";

    private readonly string _folder;
    private readonly OutsideServers _asking;
    private readonly IdentityExchange _exchange;

    private AccountRealm(StrictAuthorizationServer outside, BartizanStore store, string folder, SignInOptions signIn)
    {
        (Outside, Store, _folder) = (outside, store, folder);
        _asking = new OutsideServers(Clock);
        var document = new ClientDocument(new Uri("http://127.0.0.1:4181"));
        var clients = new OutsideClients(store.Accounts, _asking, document, Clock);
        All =
        [
            new() { Name = "files", Address = new Uri("https://files.example.org/mcp"), Resource = "https://files.example.org/mcp", Issuer = outside.Issuer, ClientId = outside.ClientId, ClientSecret = outside.ClientSecret, Scopes = ["read", "write"] },
        ];
        _exchange = new IdentityExchange(signIn, reference => reference, null, store.Console, Clock);
        Tokens = new AccountTokens(store.Accounts, this, _asking, clients, _exchange, Clock);
        Keeper = new AccountKeeper(store.Accounts, Tokens, Clock, NullLogger<AccountKeeper>.Instance);
        Desk = new AccountDesk(store.Accounts, this, _asking, clients, document, Clock);
    }

    public StrictAuthorizationServer Outside { get; }

    public BartizanStore Store { get; }

    public ManualClock Clock { get; } = new();

    public IReadOnlyList<AccountServer> All { get; set; }

    public AccountTokens Tokens { get; }

    public AccountKeeper Keeper { get; }

    public AccountDesk Desk { get; }

    public Person Ada { get; } = new("acc_ada", "ada", ["admin"]);

    public string Folder => _folder;

    public static async Task<AccountRealm> CreateAsync(StrictAuthorizationServer? outside = null, SignInOptions? signIn = null)
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-accounts-").FullName;
        var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        return new(outside ?? StrictAuthorizationServer.Start(), store, folder, signIn ?? new());
    }

    /// <summary>Connects Ada; returns the code that it began with.</summary>
    public async Task<string> ConnectAsync()
    {
        var (state, code) = Outside.Allow((await Desk.BeginAsync(Ada.Id, Session, "files", default))!);
        Assert.Equal("files", await Desk.CompleteAsync(Ada.Id, Session, new(state, code, Outside.Issuer), default));
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        Keeper.Dispose();
        _asking.Dispose();
        _exchange.Dispose();
        await Outside.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
