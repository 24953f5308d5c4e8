using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Replay;

/// <summary>What a replay of many exchanges came to. The same exchanges in the same order give the same report.</summary>
public sealed class ReplayReport
{
    /// <summary>How many differing exchanges are listed one by one; the others are only counted.</summary>
    public const int MostListed = 10_000;

    private const string Nobody = "(no policy permits it)";

    private readonly SortedDictionary<string, PolicyShare> _policies = new(StringComparer.Ordinal);
    private readonly List<DifferingExchange> _differing = [];

    /// <summary>Exchanges that were replayed.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Those of which a decision would be another one.</summary>
    public long Differing { get; private set; }

    public long NewlyBlocked { get; private set; }

    public long NewlyHeld { get; private set; }

    public long NewlyMasked { get; private set; }

    public long NewlyAllowed { get; private set; }

    /// <summary>Those of the same verdict, but with other masks, another approver or another code.</summary>
    public long OtherwiseChanged { get; private set; }

    /// <summary>Exchanges refused before policy was asked.</summary>
    public long NothingAsked { get; private set; }

    /// <summary>Exchanges recorded before questions to policy were.</summary>
    public long NotRecorded { get; private set; }

    /// <summary>Exchanges whose record is damaged.</summary>
    public long Unreadable { get; private set; }

    /// <summary>For each policy, in how many of the differing decisions it had a part; by name.</summary>
    public IReadOnlyCollection<PolicyShare> Policies => _policies.Values;

    /// <summary>The differing exchanges in order of recording, at most <see cref="MostListed"/>.</summary>
    public IReadOnlyList<DifferingExchange> List => _differing;

    /// <summary>Adds one exchange.</summary>
    public void Add(ExchangeRecord exchange, ReplayedExchange replayed)
    {
        switch (replayed)
        {
            case { Outcome: ReplayOutcome.NothingAsked }:
                NothingAsked++;
                return;
            case { Outcome: ReplayOutcome.NotRecorded }:
                NotRecorded++;
                return;
            case { Outcome: ReplayOutcome.Unreadable }:
                Unreadable++;
                return;
            case { Difference: { } difference }:
                Add(exchange, difference);
                break;
        }

        Exchanges++;
    }

    /// <summary>Counts a record that could not even be read.</summary>
    public void AddUnreadable() => Unreadable++;

    private void Add(ExchangeRecord exchange, DecisionDifference difference)
    {
        Differing++;
        var (before, after) = difference;
        _ = after.Verdict == before.Verdict ? OtherwiseChanged++ : after.Verdict switch
        {
            Verdict.Block => NewlyBlocked++,
            Verdict.Hold => NewlyHeld++,
            Verdict.Redact => NewlyMasked++,
            _ => NewlyAllowed++,
        };
        foreach (var policy in Names(before))
        {
            Share(policy).Before++;
        }

        foreach (var policy in Names(after))
        {
            Share(policy).After++;
        }

        if (_differing.Count < MostListed)
        {
            _differing.Add(new(
                exchange.Id, exchange.Time, exchange.AgentName, exchange.Model, after.Action, before.Verdict, after.Verdict, Names(before), Names(after)));
        }
    }

    private static IReadOnlyList<string> Names(Decision decision) => decision.Policies.Count == 0 ? [Nobody] : decision.Policies;

    private PolicyShare Share(string policy)
    {
        if (!_policies.TryGetValue(policy, out var share))
        {
            _policies[policy] = share = new PolicyShare { Policy = policy };
        }

        return share;
    }
}

/// <summary>A policy's part in the decisions that differ.</summary>
public sealed class PolicyShare
{
    /// <summary>Its id.</summary>
    public required string Policy { get; init; }

    /// <summary>Differing decisions that it determined when they were made.</summary>
    public long Before { get; set; }

    /// <summary>Differing decisions that it would determine.</summary>
    public long After { get; set; }
}

/// <summary>An exchange of which a decision would be another one.</summary>
public sealed record DifferingExchange(
    string Id,
    DateTimeOffset Time,
    string? Agent,
    string Model,
    string Action,
    Verdict Before,
    Verdict After,
    IReadOnlyList<string> PoliciesBefore,
    IReadOnlyList<string> PoliciesAfter);
