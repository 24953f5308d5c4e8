using Bartizan.Core.Identity;
using Bartizan.Core.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Makes signals of events that streams are to be told of. Events and signals change places in one write, so that a kill at any moment loses and doubles none.</summary>
internal sealed partial class SignalTeller(ISignalStreams streams, IAgentStore agents, OutgoingClaims claims, Issuer issuer, TimeProvider clock, ILogger<SignalTeller> log) : BackgroundService
{
    private const int AtOnce = 64;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes those that wait; whether there may be more.</summary>
    public async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        var untold = await streams.UntoldAsync(AtOnce, cancellationToken);
        if (untold.Count == 0)
        {
            return false;
        }

        var (all, known) = (await streams.ListAsync(null, cancellationToken), await agents.ListAsync(cancellationToken));
        var signals = untold.SelectMany(e => Telling.Of(e, issuer, known)).SelectMany(t => claims.For(all, t)).ToList();
        await streams.TellAsync([.. untold.Select(e => e.Position)], signals, cancellationToken);
        return untold.Count == AtOnce;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await TellAsync(stoppingToken))
                {
                    // Until all are told.
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(2051, LogLevel.Error, "Signals could not be made of what ended; they are made once the store answers.")]
    private partial void LogFailed(Exception failure);
}
