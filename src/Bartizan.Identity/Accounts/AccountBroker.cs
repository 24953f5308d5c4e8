using Bartizan.Core.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Accounts;

/// <summary>Connected accounts: one for the gateway and the console, so that a token is renewed once. The one door to them.</summary>
public sealed class AccountBroker : IDisposable
{
    private readonly IAccountStore _store;
    private readonly TimeProvider _clock;
    private readonly OutsideServer _outside;
    private readonly AccountTokens _tokens;

    /// <summary>Makes it.</summary>
    /// <param name="store">Keeps connections.</param>
    /// <param name="servers">Knows who asks for accounts.</param>
    /// <param name="clock">What time it is.</param>
    public AccountBroker(IAccountStore store, IAccountServers servers, TimeProvider clock)
    {
        (_store, _clock, _outside) = (store, clock, new OutsideServer(clock));
        Servers = servers;
        _tokens = new AccountTokens(store, servers, _outside, clock);
    }

    /// <summary>Hands out tokens.</summary>
    public IAccountTokens Tokens => _tokens;

    private IAccountServers Servers { get; }

    /// <summary>The desk for people who reach the console at an address.</summary>
    public AccountDesk DeskAt(Uri console) => new(_store, Servers, _outside, _clock, console);

    /// <summary>Renews tokens before they end, while a host runs.</summary>
    public IHostedService KeeperFor(IServiceProvider services) => new AccountKeeper(_store, _tokens, _clock, services.GetRequiredService<ILogger<AccountKeeper>>());

    /// <inheritdoc/>
    public void Dispose() => _outside.Dispose();
}
