using Bartizan.Core.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Accounts;

/// <summary>Tokens for other servers: one for the gateway and the console, so that a token is renewed once. The one door to them.</summary>
public sealed class AccountBroker : IDisposable
{
    private readonly IAccountStore _store;
    private readonly IAccountServers _servers;
    private readonly TimeProvider _clock;
    private readonly OutsideServers _outside;
    private readonly OutsideClients _clients;
    private readonly AccountTokens _tokens;
    private readonly IdentityExchange _exchange;
    private readonly ClientDocument? _document;

    /// <summary>Makes it.</summary>
    /// <param name="store">Keeps connections.</param>
    /// <param name="servers">Knows who asks for tokens.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="console">The console's address as browsers know it; null where there is none, and so nobody can connect anything.</param>
    /// <param name="exchange">Asks people's identity providers; disposed with this.</param>
    public AccountBroker(IAccountStore store, IAccountServers servers, TimeProvider clock, Uri? console, IdentityExchange exchange)
    {
        (_store, _servers, _clock, _outside, _exchange) = (store, servers, clock, new OutsideServers(clock), exchange);
        _document = console is null ? null : new ClientDocument(console);
        _clients = new OutsideClients(store, _outside, _document, clock);
        _tokens = new AccountTokens(store, servers, _outside, _clients, exchange, clock);
    }

    /// <summary>Hands out tokens.</summary>
    public IAccountTokens Tokens => _tokens;

    /// <summary>How Bartizan introduces itself; null without a console.</summary>
    public ClientDocument? Document => _document;

    /// <summary>The desk for people; null without a console.</summary>
    public AccountDesk? Desk => _document is null ? null : new(_store, _servers, _outside, _clients, _document, _clock);

    /// <summary>Renews tokens before they end, while a host runs.</summary>
    public IHostedService KeeperFor(IServiceProvider services) => new AccountKeeper(_store, _tokens, _clock, services.GetRequiredService<ILogger<AccountKeeper>>());

    /// <inheritdoc/>
    public void Dispose()
    {
        _outside.Dispose();
        _exchange.Dispose();
    }
}
