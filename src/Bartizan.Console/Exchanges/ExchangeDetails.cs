using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Ledgers;
using Bartizan.Console.People;
using Bartizan.Console.Policies;
using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Policy;
using Bartizan.Guard.Sensitivities;
using Bartizan.Storage;

namespace Bartizan.Console.Exchanges;

/// <summary>Puts together all that is known of one exchange, and of its text only what the visitor may read.</summary>
internal sealed class ExchangeDetails(BartizanStore store, IPolicySource policies, AuditTrail audit)
{
    /// <summary>The exchange, or null when there is none of this id.</summary>
    public async Task<ExchangeDetail?> FindAsync(string id, Visitor visitor, CancellationToken cancellationToken)
    {
        if (await store.Exchanges.FindAsync(id, cancellationToken) is not var (position, record))
        {
            return null;
        }

        var mayRead = visitor.May(Right.ReadContent);
        var reader = new SegmentReader(mayRead ? store.Content : null, record.Id);
        var request = reader.Read(record.Request);
        var response = reader.Read(record.Response);
        if (reader.State == ContentState.Shown)
        {
            await audit.RecordAsync("console.content-read", visitor, new { exchange = record.Id }, cancellationToken);
        }

        return new ExchangeDetail(
            ExchangeRows.Of(position, record),
            reader.State,
            request,
            response,
            [.. record.Decisions.Select(View)],
            record.GuardFailures,
            View(record.Timing),
            await store.Marks.FindAsync(record.Id, cancellationToken) is { } mark ? new MarkView(mark.Attack, mark.By, mark.At) : null,
            await LedgerViews.ProveAsync(store.Ledger, record.Id, cancellationToken),
            record.Sensitivity is { } sensitivity ? SensitivityNames.Of(sensitivity) : null);
    }

    private static TimingView View(ExchangeTiming timing) => new(
        timing.Total, timing.Receive, timing.InspectRequest, timing.UpstreamFirstByte, timing.InspectResponse, timing.Record, timing.Overhead);

    private DecisionView View(Decision decision)
    {
        var loaded = policies.Current.Policies.Policies;
        return new DecisionView(
            decision.Verdict,
            decision.Action,
            [.. decision.Policies.Select(id => new DecidingPolicy(
                id, loaded.FirstOrDefault(policy => policy.Id == id) is { } policy ? PolicyViews.View(policy) : null))],
            decision.Errors,
            decision.Code,
            decision.Message,
            decision.Redact,
            decision.HoldFor,
            decision.Shadow is { } shadow ? new ShadowView(shadow.Verdict, shadow.Policies, shadow.Code, shadow.Redact, shadow.HoldFor) : null);
    }

    /// <summary>Reads segments, and notes on the way whether their text could be shown.</summary>
    private sealed class SegmentReader(IContentProtector? content, string exchange)
    {
        public ContentState State { get; private set; } = ContentState.NotRecorded;

        public IReadOnlyList<SegmentView> Read(IReadOnlyList<SegmentRecord> segments) => [.. segments.Select(Read)];

        private SegmentView Read(SegmentRecord segment, int index) => new(
            index,
            segment.Role,
            segment.Provenance,
            segment.Path,
            segment.Length,
            segment.Digest,
            segment.Sealed is { } text ? Open(segment.Path, text) : null,
            [.. segment.Findings.OrderBy(finding => finding.Start).Select(View)]);

        private string? Open(string path, string text)
        {
            var opened = content?.Unseal(exchange, path, text);
            var state = (content, opened) switch
            {
                (null, _) => ContentState.NoRight,
                (_, null) => ContentState.Unreadable,
                _ => ContentState.Shown,
            };
            // One text that opens is enough to say that the text can be read.
            State = State == ContentState.Shown ? State : state;
            return opened;
        }

        private FindingView View(Finding finding) => new(
            finding.Label,
            finding.Score,
            finding.Start,
            finding.Length,
            finding.Reason,
            finding.Inspector,
            finding.Normalisations,
            // What made a score is made of the text's own words.
            content is null ? [] : [.. finding.Contributions.Select(c => new ContributionView(c.Feature, c.Weight, c.Start, c.Length))]);
    }
}
