using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
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
    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly int _place;
    private PolicyOutcome _outcome;
    private bool _guardFailed;

    public StreamGate(Exchange exchange)
    {
        _exchange = exchange;
        _outcome = Ask();
        _place = exchange.Decisions.Count;
        exchange.Decisions.Add(_outcome.Decision);
    }

    /// <summary>Why the stream must not even begin, or null.</summary>
    public Refusal? Opening => _outcome.Stops ? _outcome.ToRefusal() : null;

    public StreamVerdict OnFinding(Finding finding)
    {
        _findings.Add(finding);
        if (_labels.Add(finding.Label))
        {
            _outcome = Ask();
            _exchange.Decisions[_place] = _outcome.Decision;
        }

        return _outcome.Stops ? Cut(_outcome)
            : PolicyDecider.Matches(finding, _outcome.RedactPatterns) ? StreamVerdict.Mask
            : StreamVerdict.Pass;
    }

    public StreamVerdict OnToolCall(ProposedToolCall call)
    {
        List<Finding> inCall = [.. _findings.Where(f => f.Segment == call.Segment)];
        var outcome = PolicyDecider.Decide(
            _exchange.Snapshot.Policies, PolicyQuestion.CallTool(_exchange, call, LabelSets.Of(inCall, [])), inCall, _guardFailed);
        _exchange.Decisions.Add(outcome.Decision);
        return outcome.Stops ? Cut(outcome) : StreamVerdict.Pass;
    }

    public StreamVerdict OnGuardFailure(string inspector, string reason)
    {
        _exchange.AddGuardFailure(inspector, reason);
        if (!_guardFailed)
        {
            _guardFailed = true;
            _outcome = Ask();
            _exchange.Decisions[_place] = _outcome.Decision;
        }

        return _outcome.Stops ? Cut(_outcome) : StreamVerdict.Pass;
    }

    private static StreamVerdict Cut(in PolicyOutcome outcome) => StreamVerdict.Cut(outcome.Decision.Code, outcome.Decision.Message);

    private PolicyOutcome Ask() => PolicyDecider.Decide(
        _exchange.Snapshot.Policies, PolicyQuestion.ReturnAnswer(_exchange, LabelSets.Of(_findings, [])), _findings, _guardFailed);
}
