using Bartizan.Core.Results;
using Bartizan.Detect.Compiling;
using Bartizan.Detect.Correlations;
using Bartizan.Detect.Events;
using Bartizan.Detect.Matching;
using Bartizan.Detect.Pipelines;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect;

/// <summary>Compiled rules: immutable, shared by as many <see cref="DetectSession"/>s as there are threads.</summary>
public sealed class DetectEngine
{
    private const int MostIndexes = 64;

    private readonly List<CompiledRule> _rules = [];
    private readonly List<SigmaRule> _written = [];
    private readonly List<(LogSource Source, List<int> Rules)> _groups = [];
    private readonly Dictionary<string, RuleIndex> _indexes = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<InputError> _errors = [];
    private readonly List<InputError> _unresolved = [];
    private readonly Dictionary<string, int> _first = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, int> _twins = [];
    private readonly AtomTable _atoms = new();
    private readonly FieldTrie _trie = new();

    private DetectEngine(DetectOptions options) => Options = options;

    /// <summary>Rules that could not be compiled: those the library could not read, and those of which a value, modifier or condition is wrong.</summary>
    public IReadOnlyList<InputError> Errors => _errors;

    /// <summary>Rules that were left out because nothing is given for a placeholder.</summary>
    public IReadOnlyList<InputError> Unresolved => _unresolved;

    /// <summary>How many correlations there are.</summary>
    public int CorrelationCount => Correlations.Correlations.Count;

    /// <summary>How many rules are asked of events.</summary>
    public int RuleCount => _rules.Count;

    internal DetectOptions Options { get; }

    internal IReadOnlyList<CompiledRule> Rules => _rules;

    internal CorrelationSet Correlations { get; private set; } = null!;

    internal FieldTrie Trie => _trie;

    internal int AtomCount => _atoms.All.Count;

    internal SourceRecognition Recognition { get; private set; } = null!;

    internal EventTime Time { get; private set; } = null!;

    /// <summary>Compiles a library; what is wrong is left out and reported, never an exception.</summary>
    public static DetectEngine Compile(SigmaLibrary library, DetectOptions? options = null)
    {
        var engine = new DetectEngine(options ?? new DetectOptions());
        engine.Compile(library);
        return engine;
    }

    /// <summary>The index for a declared log source; for null that of all rules.</summary>
    internal RuleIndex IndexFor(DeclaredSource? declared)
    {
        var chosen = new List<int>(_groups.Count);
        for (var i = 0; i < _groups.Count; i++)
        {
            if (declared is null || _groups[i].Source.Holds(declared))
            {
                chosen.Add(i);
            }
        }

        var key = string.Join(',', chosen);
        lock (_lock)
        {
            if (!_indexes.TryGetValue(key, out var index))
            {
                if (_indexes.Count >= MostIndexes)
                {
                    // Events may declare anything: what was made for sources seen before is made again when it is needed.
                    _indexes.Clear();
                }

                _indexes[key] = index = new RuleIndex(_rules, [.. chosen.SelectMany(g => _groups[g].Rules).Order()], _trie, AtomCount);
            }

            return index;
        }
    }

    /// <summary>Whether a rule has the id of another that matched the same event: what is reported by id is reported once.</summary>
    internal bool IsRepeated(int rule, IReadOnlyList<int> found) => _twins.TryGetValue(rule, out var first) && found.Contains(first);

    private void Compile(SigmaLibrary library)
    {
        _errors.AddRange(library.Errors);
        var compiler = new RuleCompiler(_atoms, Options.Placeholders);
        var filters = library.Filters.Select(Piped).ToList();
        foreach (var rule in library.Rules)
        {
            var draft = Piped(rule);
            if (draft.Failure is { } refused)
            {
                _errors.Add(refused);
                continue;
            }

            try
            {
                Add(compiler.Compile(draft.ToRule(), filters), rule);
            }
            catch (CompileException wrong)
            {
                (wrong.IsPlaceholder ? _unresolved : _errors).Add(wrong.Error);
            }
        }

        foreach (var atom in _atoms.All)
        {
            _ = atom.Field is { } field ? _trie.Add(field) : 0;
            _ = atom.Other is var (other, _, _) ? _trie.Add(other) : 0;
        }

        Correlations = CorrelationSet.Compile(library.Correlations, _rules, FieldOf, _errors);
        foreach (var field in Correlations.Fields)
        {
            _trie.Add(field);
        }

        Recognition = new SourceRecognition(_trie);
        Time = new EventTime(_trie, Options.TimeFields);
        _trie.Seal();
    }

    private RuleDraft Piped(SigmaRule rule)
    {
        var draft = new RuleDraft(rule);
        foreach (var pipeline in Options.Pipelines.OrderBy(p => p.Priority))
        {
            pipeline.Apply(draft);
        }

        return draft;
    }

    /// <summary>A filter whose fields and values went through the pipelines as those of rules do; which rules it is for stays as written.</summary>
    private SigmaFilter Piped(SigmaFilter filter)
    {
        var draft = Piped(new SigmaRule { Origin = filter.Origin, Source = filter.Source, Detections = filter.Detections, Conditions = [filter.Condition] });
        return filter with { Detections = draft.Detections, Condition = draft.Conditions[0] };
    }

    /// <summary>What a field that a correlation asks for is called in the events of a rule: what the pipelines make of it there.</summary>
    private string FieldOf(int rule, string field)
    {
        if (Options.Pipelines.Count == 0)
        {
            return field;
        }

        var asked = new DetectionItem(field, [], [new WrittenValue("", false, 0, 0)], 0, 0);
        var draft = Piped(_written[rule] with { Detections = new Dictionary<string, DetectionNode>(StringComparer.Ordinal) { ["asked"] = asked } });
        return draft.Items.FirstOrDefault()?.Field ?? field;
    }

    private void Add(CompiledRule rule, SigmaRule written)
    {
        _written.Add(written);
        var group = _groups.FindIndex(g => g.Source == rule.Source);
        if (group < 0)
        {
            group = _groups.Count;
            _groups.Add((rule.Source, []));
        }

        _groups[group].Rules.Add(_rules.Count);
        if (rule.Origin.Id is { } id && !_first.TryAdd(id, _rules.Count))
        {
            _twins[_rules.Count] = _first[id];
        }

        _rules.Add(rule);
    }
}
