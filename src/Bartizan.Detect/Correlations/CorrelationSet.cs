using Bartizan.Core.Results;
using Bartizan.Detect.Compiling;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Correlations;

/// <summary>All correlations of an engine, with what feeds which. References mean rules and correlations by id, name or title.</summary>
internal sealed class CorrelationSet
{
    private const int Deepest = 16;

    private readonly Dictionary<int, List<(int Correlation, int Input)>> _ofRule = [];
    private readonly Dictionary<int, List<(int Correlation, int Input)>> _ofCorrelation = [];
    private readonly Dictionary<int, string[]> _fields = [];
    private readonly HashSet<int> _silent = [];

    private CorrelationSet(List<CompiledCorrelation> correlations) => Correlations = correlations;

    public IReadOnlyList<CompiledCorrelation> Correlations { get; }

    /// <summary>All fields that events are asked for.</summary>
    public IEnumerable<string> Fields => _fields.Values.SelectMany(f => f).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Resolves all references; correlations that refer to what is not there, or to themselves, are reported and left out. <paramref name="fieldOf"/>
    /// says what a field is called in the events of a rule.
    /// </summary>
    public static CorrelationSet Compile(IReadOnlyList<SigmaCorrelation> written, IReadOnlyList<CompiledRule> rules, Func<int, string, string> fieldOf, ICollection<InputError> errors)
    {
        var kept = WithoutBroken(written, rules, errors);
        var compiled = new List<CompiledCorrelation>();
        var used = kept.Where(c => !c.Generate).SelectMany(c => c.Rules.Select(r => r.Name)).ToList();
        var shown = kept.Where(c => c.Generate).SelectMany(c => c.Rules.Select(r => r.Name)).ToList();
        foreach (var correlation in kept)
        {
            var inputs = correlation.Rules.Select(r => Input(correlation, r.Name, rules, kept, fieldOf)).ToList();
            compiled.Add(new CompiledCorrelation(correlation, inputs, !IsSilent(correlation.Origin)));
        }

        var set = new CorrelationSet(compiled);
        set.Connect();
        for (var i = 0; i < rules.Count; i++)
        {
            if (IsSilent(rules[i].Origin))
            {
                set._silent.Add(i);
            }
        }

        return set;

        bool IsSilent(RuleOrigin origin) => used.Exists(origin.IsCalled) && !shown.Exists(origin.IsCalled);
    }

    /// <summary>Where the matches of a rule go to.</summary>
    public IReadOnlyList<(int Correlation, int Input)> AfterRule(int rule) => _ofRule.TryGetValue(rule, out var list) ? list : [];

    /// <summary>Where the firings of a correlation go to.</summary>
    public IReadOnlyList<(int Correlation, int Input)> AfterCorrelation(int correlation) => _ofCorrelation.TryGetValue(correlation, out var list) ? list : [];

    /// <summary>The fields that correlations may ask of an event that a rule matched.</summary>
    public string[] FieldsOf(int rule) => _fields[rule];

    /// <summary>Whether a rule feeds correlations and is not reported itself.</summary>
    public bool IsSilent(int rule) => _silent.Contains(rule);

    private static List<SigmaCorrelation> WithoutBroken(IReadOnlyList<SigmaCorrelation> written, IReadOnlyList<CompiledRule> rules, ICollection<InputError> errors)
    {
        var kept = written.ToList();
        var changed = true;
        while (changed)
        {
            changed = false;
            foreach (var correlation in kept.ToList())
            {
                var missing = correlation.Rules.FirstOrDefault(r => !rules.Any(x => x.Origin.IsCalled(r.Name)) && !kept.Exists(c => c.Origin.IsCalled(r.Name)));
                if (missing.Name is null && !Nests(correlation, kept))
                {
                    continue;
                }

                errors.Add(new InputError(
                    missing.Name is null ? $"The correlation '{correlation.Origin.Title}' refers to itself, by way of others, or is nested more than {Deepest} deep." : $"There is no rule '{missing.Name}', or it could not be compiled.",
                    missing.Name is null ? "Take one of the references out." : "Refer to a rule by its id, name or title, and load it together with the correlation.",
                    correlation.Origin.File,
                    missing.Name is null ? correlation.Origin.Line : missing.Line,
                    missing.Name is null ? 1 : missing.Column));
                kept.Remove(correlation);
                changed = true;
            }
        }

        return kept;
    }

    /// <summary>Whether a correlation refers, over more than <see cref="Deepest"/> others, ever further: what refers to itself does so without end.</summary>
    private static bool Nests(SigmaCorrelation from, List<SigmaCorrelation> all)
    {
        var level = new HashSet<SigmaCorrelation>(ReferenceEqualityComparer.Instance) { from };
        for (var depth = 0; depth < Deepest && level.Count > 0; depth++)
        {
            level = new HashSet<SigmaCorrelation>(level.SelectMany(c => c.Rules).SelectMany(r => all.Where(c => c.Origin.IsCalled(r.Name))), ReferenceEqualityComparer.Instance);
        }

        return level.Count > 0;
    }

    private static CorrelationInput Input(SigmaCorrelation correlation, string name, IReadOnlyList<CompiledRule> rules, List<SigmaCorrelation> all, Func<int, string, string> fieldOf)
    {
        var numbers = Enumerable.Range(0, rules.Count).Where(i => rules[i].Origin.IsCalled(name)).ToArray();
        var others = Enumerable.Range(0, all.Count).Where(i => all[i].Origin.IsCalled(name)).ToArray();
        var origins = numbers.Select(i => rules[i].Origin).Concat(others.Select(i => all[i].Origin)).ToList();
        return new CorrelationInput(name, numbers, others, [.. correlation.GroupBy.Select(Field)], [.. correlation.Fields.Select(Field)]);

        string Field(string asked) => numbers.Length > 0 ? fieldOf(numbers[0], Alias(asked)) : Alias(asked);

        string Alias(string asked) => correlation.Aliases.TryGetValue(asked, out var fields)
            ? fields.FirstOrDefault(f => string.Equals(f.Key, name, StringComparison.Ordinal) || origins.Exists(o => o.IsCalled(f.Key))).Value ?? asked
            : asked;
    }

    private void Connect()
    {
        for (var c = 0; c < Correlations.Count; c++)
        {
            for (var i = 0; i < Correlations[c].Inputs.Count; i++)
            {
                foreach (var rule in Correlations[c].Inputs[i].Rules)
                {
                    Link(_ofRule, rule, (c, i));
                }

                foreach (var inner in Correlations[c].Inputs[i].Correlations)
                {
                    Link(_ofCorrelation, inner, (c, i));
                }
            }
        }

        foreach (var rule in _ofRule.Keys)
        {
            var fields = new HashSet<string>(StringComparer.Ordinal);
            Gather(_ofRule[rule], fields, []);
            _fields[rule] = [.. fields];
        }

        static void Link(Dictionary<int, List<(int, int)>> links, int from, (int, int) to)
        {
            if (!links.TryGetValue(from, out var list))
            {
                links[from] = list = [];
            }

            list.Add(to);
        }
    }

    private void Gather(IReadOnlyList<(int Correlation, int Input)> links, HashSet<string> fields, HashSet<(int, int)> seen)
    {
        foreach (var link in links.Where(seen.Add))
        {
            var input = Correlations[link.Correlation].Inputs[link.Input];
            fields.UnionWith(input.GroupFields);
            fields.UnionWith(input.ValueFields);
            Gather(AfterCorrelation(link.Correlation), fields, seen);
        }
    }
}
