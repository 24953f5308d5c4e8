using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;

namespace Bartizan.Gateway.Replay;

/// <summary>What a backtest of many decisions came to. The same decisions in the same order give the same report.</summary>
public sealed class BacktestReport
{
    /// <summary>Groups kept; decisions of further ones are only counted.</summary>
    public const int MostGroups = 1_000;

    private readonly Dictionary<string, BacktestGroup> _groups = new(StringComparer.Ordinal);
    private readonly long[] _counts = new long[Enum.GetValues<BacktestOutcome>().Length];

    /// <summary>Exchanges that were read.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Decisions that were asked about again.</summary>
    public long Decisions => _counts.Sum();

    public long NewlyAllowed => Count(BacktestOutcome.NewlyAllowed);

    public long NewlyRefused => Count(BacktestOutcome.NewlyRefused);

    public long OtherwiseChanged => Count(BacktestOutcome.OtherwiseChanged);

    public long CannotTell => Count(BacktestOutcome.CannotTell);

    public long Same => Count(BacktestOutcome.Same);

    /// <summary>Decisions asked under the versions of blueprints that their records name.</summary>
    public long UnderRecordedBlueprints { get; private set; }

    /// <summary>Decisions asked under blueprints as agents have them now, because the record does not say which it was or nobody knows it any more.</summary>
    public long UnderPresentBlueprints { get; private set; }

    /// <summary>Decisions in which a blueprint had a say of which nothing is known.</summary>
    public long UnderUnknownBlueprints { get; private set; }

    /// <summary>Whether something is newly allowed, or may be for all that the records hold.</summary>
    public bool Widens { get; private set; }

    /// <summary>Exchanges whose record is damaged.</summary>
    public long Unreadable { get; private set; }

    /// <summary>All but the same, the most feared first, then the most frequent.</summary>
    public IReadOnlyList<BacktestGroup> Groups =>
        [.. _groups.Values.OrderBy(g => g.Outcome).ThenByDescending(g => g.Decisions).ThenBy(g => g.Action, StringComparer.Ordinal)];

    /// <summary>How many decisions came out so.</summary>
    public long Count(BacktestOutcome outcome) => _counts[(int)outcome];

    /// <summary>Counts an exchange.</summary>
    public void AddExchange() => Exchanges++;

    /// <summary>Counts a record that cannot be read.</summary>
    public void AddUnreadable() => Unreadable++;

    /// <summary>Adds one decision of an exchange.</summary>
    public void Add(ExchangeRecord exchange, in BacktestedDecision decision)
    {
        _counts[(int)decision.Outcome]++;
        UnderRecordedBlueprints += decision.Blueprints == BlueprintSource.Recorded ? 1 : 0;
        UnderPresentBlueprints += decision.Blueprints == BlueprintSource.Present ? 1 : 0;
        UnderUnknownBlueprints += decision.Blueprints == BlueprintSource.Unknown ? 1 : 0;
        Widens |= decision.Outcome == BacktestOutcome.NewlyAllowed
            || (decision.Outcome == BacktestOutcome.CannotTell && !PolicyDecider.Passes(decision.Before));
        if (decision.Outcome == BacktestOutcome.Same)
        {
            return;
        }

        var before = decision.Before;
        var key = string.Join('\n', [decision.Outcome.ToString(), before.Action, before.Verdict.ToString(), .. before.Policies, "", .. decision.After, "", .. decision.Missing]);
        if (!_groups.TryGetValue(key, out var group))
        {
            if (_groups.Count == MostGroups)
            {
                return;
            }

            _groups[key] = group = new BacktestGroup(decision.Outcome, before.Action, before.Verdict, before.Policies, decision.After, decision.Missing);
        }

        group.Add(exchange);
    }
}

/// <summary>Decisions that would come out in the same way, by the same policies.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Action">The action asked for.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="Before">Ids of the policies that determined it.</param>
/// <param name="After">Ids of those that would.</param>
/// <param name="Missing">What would have to be known, where it cannot be told.</param>
public sealed record BacktestGroup(
    BacktestOutcome Outcome, string Action, Verdict Verdict, IReadOnlyList<string> Before, IReadOnlyList<string> After, IReadOnlyList<string> Missing)
{
    private const int MostExamples = 3;

    private readonly List<BacktestExample> _examples = [];

    /// <summary>How many decisions.</summary>
    public long Decisions { get; private set; }

    /// <summary>The exchanges of the first few.</summary>
    public IReadOnlyList<BacktestExample> Examples => _examples;

    internal void Add(ExchangeRecord exchange)
    {
        Decisions++;
        if (_examples.Count < MostExamples && _examples.All(e => e.Id != exchange.Id))
        {
            _examples.Add(new(exchange.Id, exchange.Time, exchange.AgentName, exchange.Model));
        }
    }
}

/// <summary>An exchange that shows what would change.</summary>
public sealed record BacktestExample(string Id, DateTimeOffset Time, string? Agent, string Model);
