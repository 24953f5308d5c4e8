using Bartizan.Policy.Analysis.Cases;

namespace Bartizan.Policy.Analysis.Diffs;

/// <summary>Requests whose answers change in the same way, by the same policies.</summary>
/// <param name="Change">How.</param>
/// <param name="Action">The action asked for.</param>
/// <param name="Before">Ids of the policies that determined the answer.</param>
/// <param name="After">Ids of those that determine it now.</param>
/// <param name="Missing">What would have to be known, where it cannot be told.</param>
/// <param name="NewErrors">Policies that fail now.</param>
public sealed record AnswerGroup(
    AnswerChange Change,
    string Action,
    IReadOnlyList<string> Before,
    IReadOnlyList<string> After,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> NewErrors)
{
    private readonly List<AnalysisCase> _examples = [];

    /// <summary>How many requests.</summary>
    public long Requests { get; private set; }

    /// <summary>The first few.</summary>
    public IReadOnlyList<AnalysisCase> Examples => _examples;

    internal void Add(AnalysisCase asked)
    {
        Requests++;
        if (_examples.Count < RequestDiff.MostExamples && _examples.TrueForAll(e => e.Name != asked.Name))
        {
            _examples.Add(asked);
        }
    }
}
