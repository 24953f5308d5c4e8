using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Sensitivities;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Pipeline;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Sensitivities;

/// <summary>
/// Labels exchanges, and remembers the highest label of each session that was named. A session that is only guessed from how it begins is not remembered:
/// its client sends the whole conversation each time, and another that begins alike must not inherit its label.
/// </summary>
internal sealed partial class SessionLabels(ISensitivityStore store, IContentProtector content, ILogger<SessionLabels> logger)
{
    /// <summary>What a client reads when the session's label cannot be read or written.</summary>
    public static readonly Refusal Unavailable = new(503, "sensitivity_unavailable", "The sensitivity label of this session could not be read or written, so nothing passes. Try again later.");

    /// <summary>Gives the request its label: by findings, metadata, header, and what its session is remembered for.</summary>
    public ValueTask<Refusal?> LabelAsync(Exchange exchange)
    {
        var table = exchange.Snapshot.Routes.Sensitivities;
        exchange.Raise(exchange.Inspection.Findings);
        exchange.RequestMetadata = table.Of(exchange.Request!.Segments);
        exchange.Raise(exchange.RequestMetadata.Highest);
        if (table.Header is { } header && exchange.Http.Request.Headers[header] is { Count: > 0 } values)
        {
            if (values is not [{ } value] || table.Named(value) is not { } named)
            {
                return new(new Refusal(400, "invalid_sensitivity", $"{header} must be sent once, as public, internal, confidential or restricted, or the id of a label that the gateway knows."));
            }

            exchange.HeaderLabel = named;
            exchange.Raise(named);
        }

        return table.Keep > TimeSpan.Zero ? RecallAsync(exchange) : default;
    }

    /// <summary>Remembers the exchange's label before anything of it goes on; why it must not, or null.</summary>
    public async ValueTask<Refusal?> RememberAsync(Exchange exchange)
    {
        if (exchange.LabelledSession is not { } session)
        {
            return null;
        }

        try
        {
            if (exchange.Sensitivity > Sensitivity.Public)
            {
                await store.RaiseAsync(session, exchange.Sensitivity, exchange.Snapshot.Routes.Sensitivities.Keep, CancellationToken.None);
            }

            exchange.Remembered = exchange.Sensitivity;
            return null;
        }
        catch (Exception e)
        {
            LogFailure(e, exchange.Id);
            return Unavailable;
        }
    }

    private async ValueTask<Refusal?> RecallAsync(Exchange exchange)
    {
        if (exchange.Http.Request.Headers[SessionName.Header].Count == 0 && exchange.Request!.Conversation is null)
        {
            return null;
        }

        if (SessionName.Of(exchange, content) is not { } name)
        {
            return SessionName.Invalid;
        }

        try
        {
            exchange.LabelledSession = name.Id;
            exchange.Raise(await store.FindAsync(name.Id, exchange.Http.RequestAborted));
            return null;
        }
        catch (Exception e) when (!exchange.Http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(e, exchange.Id);
            return Unavailable;
        }
    }

    [LoggerMessage(2012, LogLevel.Error, "The sensitivity label of the session of exchange {ExchangeId} could not be read or written, so it was refused.")]
    private partial void LogFailure(Exception exception, string exchangeId);
}
