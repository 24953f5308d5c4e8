using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// Asks policy while an answer streams. <c>returnAnswer</c> is asked anew whenever a label appears that was not there before,
/// with every label so far; what the last answer says holds until the next.
/// </summary>
internal sealed class StreamGate : IStreamGate
{
    private readonly Exchange _exchange;
    private readonly HeldCalls _held;
    private readonly List<Finding> _findings = [];
    private readonly HistoryAct? _act;
    private readonly Destination _client;
    private readonly int _place;
    private bool _guardFailed;

    public StreamGate(Exchange exchange, HeldCalls held)
    {
        (_exchange, _held) = (exchange, held);
        _act = exchange.History?.Begin();
        _client = new Destination([], Ask, _act);
        _place = exchange.Decisions.Count;
        exchange.Decisions.Add(_client.Decision);
    }

    /// <summary>Why the stream must not even begin, or null.</summary>
    public Refusal? Opening => _client.Outcome.Stops ? _client.Outcome.ToRefusal() : null;

    public StreamVerdict OnFinding(Finding finding, SegmentRole role)
    {
        _findings.Add(finding);
        _exchange.Raise(_exchange.Snapshot.Routes.Sensitivities.Findings.Of(finding));
        var masks = false;
        if (finding.Token is null)
        {
            _client.Add(finding);
            masks = PolicyDecider.Matches(finding, _client.Outcome.RedactPatterns);
        }
        else if (role != SegmentRole.ToolCall && _client.Restores(finding))
        {
            _exchange.Masking!.CountRestored(ExchangeMasking.Client, finding);
            masks = true;
        }

        _exchange.Decisions[_place] = _client.Decision;
        return _client.Outcome.Stops ? Cut(_client.Outcome) : masks ? StreamVerdict.Mask : StreamVerdict.Pass;
    }

    public ToolCallVerdict OnToolCall(ProposedToolCall call)
    {
        var verdict = ToolCallDecider.Decide(_exchange, call, [.. _findings.Where(f => f.Segment == call.Segment)], _guardFailed, _held);
        _exchange.Decisions.Add(verdict.Decision);
        return verdict.Outcome.Stops ? new(Cut(verdict.Outcome), []) : new(StreamVerdict.Pass, verdict.Masked);
    }

    public StreamVerdict OnGuardFailure(string inspector, string reason)
    {
        _exchange.AddGuardFailure(inspector, reason);
        if (!_guardFailed)
        {
            _guardFailed = true;
            _client.AskAgain();
            _exchange.Decisions[_place] = _client.Decision;
        }

        return _client.Outcome.Stops ? Cut(_client.Outcome) : StreamVerdict.Pass;
    }

    private static StreamVerdict Cut(in PolicyOutcome outcome) => StreamVerdict.Cut(outcome.Decision.Code, outcome.Decision.Message);

    private PolicyOutcome Ask(IReadOnlyList<Finding> findings) => PolicyDecider.Decide(
        _exchange.Snapshot.Policies, PolicyQuestion.ReturnAnswer(_exchange, LabelSets.Of(findings, []), _act), findings, _guardFailed);
}
