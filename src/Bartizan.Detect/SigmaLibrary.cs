using Bartizan.Core.Results;
using Bartizan.Detect.Correlations;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect;

/// <summary>Sigma rules, correlations and filters as they were written, of many files; what could not be read is in <see cref="Errors"/>.</summary>
public sealed class SigmaLibrary
{
    /// <summary>A file larger than this, in characters, is refused.</summary>
    public const int LargestFile = 4 << 20;

    private readonly List<InputError> _errors = [];
    private readonly List<SigmaRule> _rules = [];
    private readonly List<SigmaCorrelation> _correlations = [];
    private readonly List<SigmaFilter> _filters = [];

    /// <summary>What was wrong, with file, line, column and fix; the documents concerned are left out.</summary>
    public IReadOnlyList<InputError> Errors => _errors;

    /// <summary>What all rules say of themselves.</summary>
    public IEnumerable<RuleOrigin> Origins => _rules.Select(r => r.Origin).Concat(_correlations.Select(c => c.Origin));

    /// <summary>How many rules, correlations and filters there are.</summary>
    public (int Rules, int Correlations, int Filters) Count => (_rules.Count, _correlations.Count, _filters.Count);

    internal IReadOnlyList<SigmaRule> Rules => _rules;

    internal IReadOnlyList<SigmaCorrelation> Correlations => _correlations;

    internal IReadOnlyList<SigmaFilter> Filters => _filters;

    /// <summary>Adds all documents of one YAML text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="licence">The licence of rules that name none themselves.</param>
    public void Add(string text, string file, string? licence = null)
    {
        if (text.Length > LargestFile)
        {
            _errors.Add(new InputError($"The file is larger than {LargestFile >> 20} MiB.", "Check that it holds rules.", file));
            return;
        }

        var reader = new RuleReader(file, _errors, licence);
        reader.Read(text);
        _rules.AddRange(reader.Rules);
        _correlations.AddRange(reader.Correlations);
        _filters.AddRange(reader.Filters);
    }
}
