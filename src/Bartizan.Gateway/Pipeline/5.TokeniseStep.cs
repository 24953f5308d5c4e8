using Bartizan.Core.Exchanges;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Masking;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Pipeline;

/// <summary>
/// Replaces in the request what policy wants replaced by tokens, and masks the rest as <see cref="RedactStep"/> does. In a session that was named the
/// request goes nowhere before its tokens are kept for good: what a model has seen can be restored. Of one that was guessed only the key is kept, for
/// strangers may share it, and every request brings the values that its answer may have.
/// </summary>
internal sealed partial class TokeniseStep(IMaskingStore store, ILogger<TokeniseStep> logger)
{
    private static readonly Refusal Full = new(
        403, "masking_session_full", $"This session holds {TokenMint.Most} masked values, and no more fit. Begin another: send another {SessionName.Header}.");

    public async ValueTask<Refusal?> RunAsync(Exchange exchange)
    {
        var (masking, decision) = (exchange.Masking!, exchange.Decisions[^1]);
        var plan = TokenPlan.Of(exchange.Request!.Segments, exchange.Inspection.Findings, decision.Redact, exchange.Tokenise, masking.Name.Given ? masking.Values : []);
        if (plan.Count == 0)
        {
            return null;
        }

        try
        {
            if (plan.Exists(s => s.Value is not null) && await KeepAsync(exchange, masking, plan) is { } refusal)
            {
                return refusal;
            }
        }
        catch (Exception e) when (!exchange.Http.RequestAborted.IsCancellationRequested)
        {
            LogFailure(e, exchange.Id);
            return RecogniseStep.Unavailable;
        }

        Replace(exchange, masking, plan, decision);
        return null;
    }

    private async ValueTask<Refusal?> KeepAsync(Exchange exchange, ExchangeMasking masking, List<PlannedSpan> plan)
    {
        var keep = exchange.Snapshot.Routes.Options.Masking.Keep;
        masking.Adopt(await store.OpenAsync(masking.Name.Id, keep, exchange.Http.RequestAborted));
        var values = plan.Where(s => s.Value is not null).Select(s => (s.Label, s.Value!));
        var given = masking.Name.Given;
        return TokenMint.Make(masking, values, given ? exchange.Request!.Segments : []) is not { } made ? Full
            : made.Count == 0 || !given || await store.AddAsync(masking.Session!, made, exchange.Http.RequestAborted) ? null
            : RecogniseStep.Unavailable;
    }

    private static void Replace(Exchange exchange, ExchangeMasking masking, List<PlannedSpan> plan, Decision decision)
    {
        var mask = new SpanMask(plan, masking);
        foreach (var span in plan)
        {
            if (span.Value is not null)
            {
                masking.CountTokenised(masking.Find(span.Label, span.Value)!);
            }
        }

        exchange.Outgoing = exchange.Route.Dialect.Redact(exchange.Request!, mask.Findings, mask);
        exchange.Decisions[^1] = decision with { Verdict = Verdict.Redact, Tokenise = exchange.Tokenise };
    }

    [LoggerMessage(2011, LogLevel.Error, "The tokens of exchange {ExchangeId} could not be kept, so it was refused.")]
    private partial void LogFailure(Exception exception, string exchangeId);
}
