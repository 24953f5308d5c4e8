using Bartizan.Core.Content;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Policies;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Where policies ask for tokens: finds the session, and takes its tokens out of what the guard found. Elsewhere it does nothing.</summary>
internal sealed partial class RecogniseStep(IMaskingStore store, IContentProtector content, ILogger<RecogniseStep> logger)
{
    /// <summary>What a client reads when the session cannot be read or written.</summary>
    public static readonly Refusal Unavailable = new(503, "masking_unavailable", "The session of this exchange could not be read or written, so nothing passes. Try again later.");

    public async ValueTask<Refusal?> RunAsync(Exchange exchange)
    {
        if (!Obligations.AskForTokens(exchange.Snapshot.Policies))
        {
            return null;
        }

        if (SessionName.Of(exchange, content) is not { } name)
        {
            return SessionName.Invalid;
        }

        try
        {
            exchange.Masking = new ExchangeMasking(name, await store.FindAsync(name.Id, exchange.Http.RequestAborted));
        }
        catch (Exception e) when (!exchange.Http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(e, exchange.Id);
            return Unavailable;
        }

        exchange.Inspection = exchange.Inspection with
        {
            Findings = OwnTokens.Sort(exchange.Inspection.Findings, exchange.Request!.Segments, exchange.Masking, restorable: false),
        };
        return null;
    }

    [LoggerMessage(2010, LogLevel.Error, "The masking session of exchange {ExchangeId} could not be read, so it was refused.")]
    private partial void LogFailure(Exception exception, string exchangeId);
}
