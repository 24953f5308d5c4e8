using Bartizan.Core.Credentials;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Accounts;

/// <summary>Renews people's tokens before they end, so that no call waits for it.</summary>
internal sealed partial class AccountKeeper(IAccountStore store, AccountTokens tokens, TimeProvider clock, ILogger<AccountKeeper> logger) : BackgroundService
{
    /// <summary>How long before its end a token is renewed.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>Renews what ends soon, one after the other.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        foreach (var connection in await store.EndingAsync(clock.GetUtcNow() + Ahead, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await tokens.RenewAsync(connection, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(2040, LogLevel.Error, "Tokens of connected accounts could not be renewed; it is tried again soon.")]
    private partial void LogFailed(Exception exception);
}
