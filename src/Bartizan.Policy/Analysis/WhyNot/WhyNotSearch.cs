using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>
/// Looks for the smallest changes to a denied request, its entities, or the policies that would permit it. What is tried comes from the policies
/// themselves: the values that they compare with, the groups that they name. Nothing is reported that was not evaluated.
/// </summary>
public sealed class WhyNotSearch
{
    /// <summary>Permits and proposals told at most.</summary>
    public const int MostTold = 5;

    /// <summary>Single changes of which all pairs are tried; further ones are tried only together as policies ask for them.</summary>
    public const int MostPaired = 64;

    /// <summary>Combinations evaluated at most, beside the pairs.</summary>
    public const int MostCombinations = 4_000;

    /// <summary>Parts of a policy's conditions; a larger policy is not searched.</summary>
    public const int LargestPolicy = 2_000;

    private const int DeepestRepair = 3;

    private readonly PolicyEngine _engine;
    private readonly List<Policy> _read;
    private readonly Situation _now;
    private readonly Dictionary<string, Change> _pool = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _tried = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChangeSet> _found = new(StringComparer.Ordinal);

    private WhyNotSearch(PolicyEngine engine, Situation now)
    {
        (_engine, _now) = (engine, now);
        _read = [.. engine.Policies.Policies.Where(p => p.Decides && Size(p) <= LargestPolicy)];
    }

    /// <summary>Answers for one request.</summary>
    public static WhyNotReport Search(PolicyEngine engine, AuthorizationRequest request, EntityStore entities)
    {
        var answer = engine.Authorize(request, entities);
        return answer.Allowed ? new(answer, [], [], [], null, new(0, 0, true, 0)) : new WhyNotSearch(engine, new(request, entities)).Run(answer);
    }

    private static int Size(Policy policy) => policy.Syntax.Conditions.Sum(c => ExprParts.All(c.Body).Take(LargestPolicy + 1).Count());

    private WhyNotReport Run(AuthorizationAnswer answer)
    {
        var wishes = new Wishes(_now);
        var forbids = answer.Determining.Where(p => p.Effect == Effect.Forbid).Select(p => Remedy(p, _read.Contains(p) ? wishes.NotToApply(p.Syntax) : [], applies: false)).ToList();
        var permits = _read.Where(p => p.Effect == Effect.Permit).Select(p => Remedy(p, wishes.ToApply(p.Syntax), applies: true)).Where(r => r.Choices.Count > 0).ToList();
        permits.Sort((a, b) => ChangeSet.Compare(a.Choices[0], b.Choices[0]));
        foreach (var change in forbids.Concat(permits).SelectMany(r => r.Choices).SelectMany(c => c.Changes))
        {
            _pool.TryAdd(change.Text, change);
        }

        Combine(forbids, permits);
        var paired = Pair();
        var isPermitted = permits.Exists(r => r.Choices[0].Changes.Count == 0);
        var enforced = _engine.Policies.Policies.Count(p => p.Decides);
        return new(
            answer,
            forbids,
            isPermitted ? [] : [.. permits.Take(MostTold)],
            Told(),
            forbids.Count > 0 ? null : GrantWriter.Write(_engine.Policies, _now),
            new(_pool.Count, _tried.Count, paired && _tried.Count < MostCombinations && _read.Count == enforced, enforced - _read.Count));
    }

    // Keeps what does to this one policy what it should, and of it only what is needed.
    private PolicyRemedy Remedy(Policy policy, List<ChangeSet> choices, bool applies)
    {
        var alone = new PolicyEngine(new PolicySet([policy], []));
        bool Works(ChangeSet changes) => changes.Apply(_now) is var then && alone.Authorize(then.Request, then.Entities).Reasons.Count > 0 == applies;
        var working = choices.Where(Works).Select(c => c.Parts().FirstOrDefault(Works) ?? c).DistinctBy(c => c.Key, StringComparer.Ordinal).ToList();
        working.Sort(ChangeSet.Compare);
        return new(policy, working);
    }

    private void Combine(List<PolicyRemedy> forbids, List<PolicyRemedy> permits)
    {
        var ways = forbids.Aggregate(
            new List<ChangeSet> { ChangeSet.Empty },
            (sets, f) => [.. sets.SelectMany(s => f.Choices.Select(c => ChangeSet.Join(s, c))).OfType<ChangeSet>().DistinctBy(s => s.Key, StringComparer.Ordinal).Order(Smallest).Take(MostPaired)]);
        foreach (var way in ways)
        {
            foreach (var choice in permits.SelectMany(p => p.Choices))
            {
                if (_tried.Count >= MostCombinations)
                {
                    return;
                }

                if (ChangeSet.Join(way, choice) is { } both)
                {
                    Try(both, DeepestRepair);
                }
            }
        }
    }

    // A change that has a permit apply may also have a forbid apply; then that must be mended too.
    private void Try(ChangeSet changes, int repairs)
    {
        if (changes.Changes.Count == 0 || _tried.Count >= MostCombinations || _tried.ContainsKey(changes.Key))
        {
            return;
        }

        if (Permits(changes))
        {
            Keep(changes);
            return;
        }

        var then = changes.Apply(_now);
        var answer = _engine.Authorize(then.Request, then.Entities);
        if (repairs > 0 && answer.Determining is [var forbid, ..] && _read.Contains(forbid))
        {
            foreach (var more in new Wishes(then).NotToApply(forbid.Syntax))
            {
                foreach (var change in more.Changes)
                {
                    _pool.TryAdd(change.Text, change);
                }

                if (ChangeSet.Join(changes, more) is { } both)
                {
                    Try(both, repairs - 1);
                }
            }
        }
    }

    // Every single change and every pair; true where all were tried.
    private bool Pair()
    {
        Change[] changes = [.. _pool.Values.OrderBy(c => c.Weight).ThenBy(c => c.Text, StringComparer.Ordinal).Take(MostPaired)];
        for (var i = 0; i < changes.Length; i++)
        {
            var one = ChangeSet.Of(changes[i]);
            if (Permits(one))
            {
                Keep(one);
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                if (ChangeSet.Join(one, ChangeSet.Of(changes[j])) is { } both && Permits(both))
                {
                    Keep(both);
                }
            }
        }

        return changes.Length == _pool.Count;
    }

    private void Keep(ChangeSet changes)
    {
        var least = changes.Parts().FirstOrDefault(Permits) ?? changes;
        _found.TryAdd(least.Key, least);
    }

    private bool Permits(ChangeSet changes)
    {
        if (!_tried.TryGetValue(changes.Key, out var allowed))
        {
            var then = changes.Apply(_now);
            _tried[changes.Key] = allowed = _engine.Authorize(then.Request, then.Entities).Allowed;
        }

        return allowed;
    }

    private List<ChangeSet> Told()
    {
        // Asking for something else is another request: it is told only where nothing helps this one.
        var told = new List<ChangeSet>();
        var found = _found.Values.Where(f => !f.Changes.Any(c => c is AskOther)).ToList();
        foreach (var changes in (found.Count > 0 ? found : [.. _found.Values]).Order(Smallest))
        {
            if (told.Count < MostTold && !told.Exists(t => t.Changes.All(c => changes.Changes.Any(o => o.Text == c.Text))))
            {
                told.Add(changes);
            }
        }

        return told;
    }

    private static Comparer<ChangeSet> Smallest { get; } = Comparer<ChangeSet>.Create(ChangeSet.Compare);
}
