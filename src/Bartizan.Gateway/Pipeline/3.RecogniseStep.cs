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

        Recognise(exchange, exchange.Masking);
        return null;
    }

    private static void Recognise(Exchange exchange, ExchangeMasking masking)
    {
        var (findings, request) = (exchange.Inspection.Findings, exchange.Request!);
        if (masking is { Name.Given: false, Session: not null })
        {
            // Nothing is kept of such a session but its key: its tokens are those that what was found here would get, and has got before.
            TokenMint.Make(masking, findings.Select(f => (f.Label, request.Segments[f.Segment].Text.Slice(f.Start, f.Length).ToString())), []);
        }

        exchange.Inspection = exchange.Inspection with { Findings = OwnTokens.Sort(findings, request.Segments, masking, restorable: false) };
    }

    [LoggerMessage(2010, LogLevel.Error, "The masking session of exchange {ExchangeId} could not be read, so it was refused.")]
    private partial void LogFailure(Exception exception, string exchangeId);
}
