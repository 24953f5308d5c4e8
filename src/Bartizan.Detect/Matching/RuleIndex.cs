using Bartizan.Detect.Compiling;
using Bartizan.Detect.Events;

namespace Bartizan.Detect.Matching;

/// <summary>
/// All rules of one log source: each field's values are looked up once for all of them, and a rule's condition is evaluated only when an atom is
/// set without which it cannot hold. Immutable.
/// </summary>
internal sealed class RuleIndex
{
    private readonly FieldMatcher?[] _fields;
    private readonly FieldMatcher? _keywords;
    private readonly int[]?[] _triggers;
    private readonly int[] _always;

    /// <summary>Indexes the rules with those numbers.</summary>
    public RuleIndex(IReadOnlyList<CompiledRule> rules, IReadOnlyList<int> numbers, FieldTrie trie, int atoms)
    {
        var (needed, triggers, always) = (new HashSet<Atom>(), new Dictionary<int, List<int>>(), new List<int>());
        var uses = numbers.SelectMany(n => rules[n].Expression.Atoms().Select(a => a.IsIndexed ? a : a.Before).OfType<Atom>().Distinct()).CountBy(a => a).ToDictionary();
        foreach (var number in numbers)
        {
            var expression = rules[number].Expression;
            needed.UnionWith(expression.Atoms().Where(a => a.IsIndexed));
            if (Cover.Of(expression, uses) is not var (cover, _))
            {
                always.Add(number);
                continue;
            }

            needed.UnionWith(cover);
            foreach (var atom in cover)
            {
                if (!triggers.TryGetValue(atom.Id, out var list))
                {
                    triggers[atom.Id] = list = [];
                }

                list.Add(number);
            }
        }

        _always = [.. always];
        _triggers = new int[]?[atoms];
        foreach (var (atom, asked) in triggers)
        {
            _triggers[atom] = [.. asked];
        }

        _fields = new FieldMatcher?[trie.Count];
        foreach (var field in needed.GroupBy(a => a.Field))
        {
            var matcher = new FieldMatcher(field.Key is null ? -1 : trie.Find(field.Key), [.. field]);
            if (matcher.Field < 0)
            {
                _keywords = matcher;
            }
            else
            {
                _fields[matcher.Field] = matcher;
            }
        }

        NeedsEverything = numbers.Any(n => rules[n].Expression.Atoms().Any(a => a.Field is null));
    }

    /// <summary>Whether some rule searches the whole event, so that every value must be kept.</summary>
    public bool NeedsEverything { get; }

    /// <summary>Adds to <paramref name="match"/> the rules that match the event in <paramref name="table"/>.</summary>
    public void Run(EventTable table, EventMatch match)
    {
        match.Begin(table, _triggers);
        for (var i = 0; i < table.Count; i++)
        {
            var field = table[i].Field;
            if (field >= 0)
            {
                _fields[field]?.Match(table, i, match);
            }

            _keywords?.Match(table, i, match);
        }

        match.Finish(_always);
    }
}
