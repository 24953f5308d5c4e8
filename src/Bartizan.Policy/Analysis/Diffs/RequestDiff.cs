using Bartizan.Policy.Analysis.Cases;

namespace Bartizan.Policy.Analysis.Diffs;

/// <summary>Compares what two policy sets say of requests, and gathers what differs.</summary>
public sealed class RequestDiff(PolicyEngine before, PolicyEngine after)
{
    /// <summary>Examples kept of one group.</summary>
    public const int MostExamples = 3;

    /// <summary>Groups kept; requests of further ones are only counted.</summary>
    public const int MostGroups = 1_000;

    private readonly CaseDecider _before = new(before);
    private readonly CaseDecider _after = new(after);
    private readonly long[] _counts = new long[Enum.GetValues<AnswerChange>().Length];
    private readonly Dictionary<string, AnswerGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Requests compared.</summary>
    public long Requests => _counts.Sum();

    /// <summary>Whether a request is newly allowed, or may be for all that is known.</summary>
    public bool Widens { get; private set; }

    /// <summary>What differs, the most feared first, then the most frequent.</summary>
    public IReadOnlyList<AnswerGroup> Groups =>
        [.. _groups.Values.OrderBy(g => g.Change).ThenByDescending(g => g.Requests).ThenBy(g => g.Action, StringComparer.Ordinal)];

    /// <summary>How many requests changed so.</summary>
    public long Count(AnswerChange change) => _counts[(int)change];

    /// <summary>Compares one request.</summary>
    public AnswerChange Add(AnalysisCase asked)
    {
        var (was, now) = (_before.Decide(asked), _after.Decide(asked));
        var change = Compare(was, now);
        _counts[(int)change]++;
        Widens |= was.Allowed != true && now.Allowed != false;
        if (change != AnswerChange.Same)
        {
            AddToGroup(asked, change, was, now);
        }

        return change;
    }

    internal static AnswerChange Compare(CaseAnswer was, CaseAnswer now)
    {
        if (was.Allowed is null || now.Allowed is null)
        {
            return AnswerChange.CannotTell;
        }

        if (was.Allowed != now.Allowed)
        {
            return now.Allowed.Value ? AnswerChange.NewlyAllowed : AnswerChange.NewlyDenied;
        }

        return now.Errors.Except(was.Errors, StringComparer.Ordinal).Any() ? AnswerChange.NewError
            : !Obligations(was).SetEquals(Obligations(now)) ? AnswerChange.OtherObligations
            : !was.Reasons.SequenceEqual(now.Reasons, StringComparer.Ordinal) ? AnswerChange.OtherReasons
            : AnswerChange.Same;
    }

    private static HashSet<(string Name, string Value)> Obligations(CaseAnswer answer) =>
        [.. answer.Determining.SelectMany(p => p.Annotations).Where(a => a.Key != "id").Select(a => (a.Key, a.Value))];

    private void AddToGroup(AnalysisCase asked, AnswerChange change, CaseAnswer was, CaseAnswer now)
    {
        var action = asked.Request.Action.Uid?.ToString() ?? "action";
        var key = string.Join('\n', [change.ToString(), action, .. was.Reasons, "", .. now.Reasons, "", .. was.Missing, "", .. now.Missing, "", .. now.Errors]);
        if (!_groups.TryGetValue(key, out var group))
        {
            if (_groups.Count == MostGroups)
            {
                return;
            }

            _groups[key] = group = new AnswerGroup(
                change, action, was.Reasons, now.Reasons, [.. was.Missing.Union(now.Missing, StringComparer.Ordinal)], [.. now.Errors.Except(was.Errors, StringComparer.Ordinal)]);
        }

        group.Add(asked);
    }
}
