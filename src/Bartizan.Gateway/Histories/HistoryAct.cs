using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Histories;

/// <summary>
/// One decision and the event it becomes. Asking the past, deciding and adding the event are one step that no other decision on the same agents comes
/// between, so that two calls at once cannot both be the last one allowed. Asked again, it knows the past as it was the first time.
/// </summary>
internal sealed class HistoryAct(ExchangeHistory exchange, TimeProvider time, bool records)
{
    /// <summary>Code of calls that do not say a number which policies sum.</summary>
    public const string UnreadableNumberCode = "unreadable_number";

    private CedarRecord[]? _answers;
    private HistoryEvent[] _events = [];
    private long[] _places = [];

    /// <summary>Decides with what policies ask about the past, and remembers the decision.</summary>
    public PolicyOutcome Decide(PolicyEngine policies, PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, IReadOnlySet<string>? lifted) => _answers is null
        ? exchange.Alone(() => DecideFirst(policies, question, findings, guardFailed, lifted))
        : PolicyDecider.DecideNow(policies, Answered(question), findings, guardFailed, lifted);

    /// <summary>Tells how the decision came out in the end.</summary>
    public void Tell(Decision decision)
    {
        if (_events is [var first, ..])
        {
            var (outcome, labels) = (OutcomeOf(decision), decision.Asked?.Labels is { } names ? LabelSets.FamiliesOf(names) : CedarSet.Empty);
            if (outcome != first.Outcome || !labels.Equals(first.Labels))
            {
                Replace(e => e with { Outcome = outcome, Labels = labels });
            }
        }
    }

    /// <summary>Tells how many tokens it took.</summary>
    public void Spent(long tokens) => Replace(e => e with { Tokens = tokens });

    private static HistoryOutcome OutcomeOf(Decision decision) => decision.Verdict switch
    {
        Verdict.Allow or Verdict.Redact => HistoryOutcome.Allowed,
        Verdict.Hold => HistoryOutcome.Held,
        _ => HistoryOutcome.Denied,
    };

    private PolicyOutcome DecideFirst(PolicyEngine policies, in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, IReadOnlySet<string>? lifted)
    {
        var now = time.GetUtcNow().ToUnixTimeMicroseconds();
        var own = records ? EventOf(policies, question, now) : null;
        var unreadable = own is null ? null : UnreadableNumber(policies, question);
        _answers = unreadable is null ? Ask(policies, question, own, now) : null;
        var outcome = unreadable is not null ? Refused(question, unreadable)
            : _answers is null ? Unanswered(question, findings, guardFailed)
            : PolicyDecider.DecideNow(policies, Answered(question), findings, guardFailed, lifted);
        if (own is not null)
        {
            Add(question, own, outcome.Decision, now);
        }

        return outcome;
    }

    // A sum over calls of which one says no number would be too small for ever after.
    private static HistoryNumber? UnreadableNumber(PolicyEngine policies, in PolicyQuestion question)
    {
        var said = question.Numbers;
        return policies.History.NumbersOf(question.Request, shadow: false).FirstOrDefault(n => said?.Find(n.Argument) is not { } value || !n.Admits(value));
    }

    private static PolicyOutcome Refused(in PolicyQuestion question, HistoryNumber number) => new(
        new Decision
        {
            Verdict = Verdict.Block,
            Action = question.Request.Action.Id,
            Policies = [],
            Code = UnreadableNumberCode,
            Message = string.Create(CultureInfo.InvariantCulture, $"The argument {number.Argument} of this call must be a number from 0 to {number.Bound} ({number.Unit}): policies sum it."),
        },
        [],
        false);

    private CedarRecord[]? Ask(PolicyEngine policies, in PolicyQuestion question, HistoryEvent? own, long now)
    {
        var answers = new CedarRecord[exchange.All.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var about = i == 0 ? question : question.About(exchange.All[i].Agent);
            var needs = policies.History.Of(about.Request, about.Entities);
            if (needs.Count == 0)
            {
                answers[i] = CedarRecord.Empty;
            }
            else if (exchange.All[i].Timeline.Ask(needs, about.Request, about.Entities, now, own) is { } told)
            {
                answers[i] = told;
            }
            else
            {
                return null;
            }
        }

        return answers;
    }

    private PolicyQuestion Answered(in PolicyQuestion question) => question with { Request = ChainHistory.With(question.Request, exchange.All, _answers!) };

    private static PolicyOutcome Unanswered(in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed) => new(
        new Decision
        {
            Verdict = Verdict.Block,
            Action = question.Request.Action.Id,
            Policies = [],
            Code = HistoryBook.Unavailable.Code,
            Message = "This agent did more than policies can look through, so nothing passes until less of it is asked about.",
            Asked = AskedQuestions.Of(question, findings, guardFailed),
        },
        [],
        false);

    // What the request will be as an event if it is allowed; names of arguments are added once it is known what was found in them.
    private static HistoryEvent EventOf(PolicyEngine policies, in PolicyQuestion question, long now)
    {
        var (request, said) = (question.Request, question.Numbers);
        var context = request.Context;
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var number in policies.History.NumbersOf(request, shadow: true))
        {
            if (said?.Find(number.Argument) is { } value && number.Admits(value))
            {
                numbers[number.Key] = value;
            }
        }

        return new HistoryEvent(now, request.Principal, request.Action, HistoryRows.Kept(request.Resource), HistoryOutcome.Allowed)
        {
            Labels = context.TryGet("labels", out var labels) && labels is CedarSet set ? set : CedarSet.Empty,
            Sensitivity = context.TryGet("sensitivity", out var label) && label is CedarRecord fields && fields.TryGet("level", out var level) ? ((CedarLong)level).Value : 0,
            Numbers = numbers,
        };
    }

    private void Add(in PolicyQuestion question, HistoryEvent own, Decision decision, long now)
    {
        var (request, count) = (question.Request, exchange.All.Count);
        var added = own with
        {
            Outcome = OutcomeOf(decision),
            Arguments = request.Context.TryGet("origins", out var origins) && origins is CedarRecord { Count: > 0 } named ? AskedQuestions.NamesOf(named, decision.Asked?.Labels ?? []) : CedarSet.Empty,
        };
        (_events, _places) = (new HistoryEvent[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var history = exchange.All[i];
            history.Newest = Math.Max(now, history.Newest + 1); // a time names one event of an agent, and a clock that goes back changes no order
            _events[i] = added with { Time = history.Newest };
            _places[i] = history.Timeline.Add(_events[i]);
        }

        exchange.Write(_events);
        if (request.Action == PolicyQuestion.InvokeModelAction)
        {
            exchange.Asks(this);
        }
    }

    private void Replace(Func<HistoryEvent, HistoryEvent> change) => exchange.Alone(() =>
    {
        for (var i = 0; i < _events.Length; i++)
        {
            _events[i] = change(_events[i]);
            exchange.All[i].Timeline.Replace(_places[i], _events[i]);
        }

        exchange.Write(_events);
        return true;
    });
}
