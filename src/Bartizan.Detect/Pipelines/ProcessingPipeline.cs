namespace Bartizan.Detect.Pipelines;

/// <summary>
/// A processing pipeline in pySigma's YAML form: steps that fit rules to how events are really written, such as other names of fields. Steps that
/// shape the text of another system's query have no meaning here and are refused.
/// </summary>
public sealed class ProcessingPipeline
{
    private readonly IReadOnlyList<PipelineStep> _steps;

    internal ProcessingPipeline(string name, int priority, IReadOnlyList<PipelineStep> steps) => (Name, Priority, _steps) = (name, priority, steps);

    /// <summary>Its name, for messages.</summary>
    public string Name { get; }

    /// <summary>Pipelines run from the lowest to the highest.</summary>
    public int Priority { get; }

    /// <summary>Reads one.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="Core.Results.InputException">It is wrong, or has steps that are not known; all are named.</exception>
    public static ProcessingPipeline Read(string text, string file) => new PipelineReader(file).Read(text);

    internal void Apply(RuleDraft rule)
    {
        foreach (var step in _steps)
        {
            if (step.When.Holds(rule) && step.Change(rule, step.When) && step.Id is { } id)
            {
                rule.Applied.Add(id);
            }
        }
    }
}

/// <summary>One step: when it applies, and what it changes; it returns whether it changed anything.</summary>
internal sealed record PipelineStep(string? Id, StepConditions When, Func<RuleDraft, StepConditions, bool> Change);
