using System.Globalization;
using Bartizan.Core.Results;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Pipelines;

/// <summary>Reads a processing pipeline; everything wrong in it is reported at once.</summary>
internal sealed class PipelineReader(string file)
{
    private readonly List<InputError> _errors = [];

    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">It is wrong.</exception>
    public ProcessingPipeline Read(string text)
    {
        if (YamlDocuments.Read(text, file) is not [{ Kind: YamlKind.Map } root])
        {
            throw new InputException(new InputError("A pipeline is one mapping.", "Begin with name: and transformations:.", file, 1, 1));
        }

        foreach (var shaping in new[] { "postprocessing", "finalizers" })
        {
            if (root[shaping] is { Kind: not YamlKind.Null } section && section.AsList().Count > 0)
            {
                Report($"'{shaping}' shapes the text of a query, and there is none here.", "Take it out.", section);
            }
        }

        var variables = (root["vars"]?.Fields ?? []).ToDictionary(
            v => v.Key.Text,
            v => (IReadOnlyList<string>)[.. v.Value.AsList().Where(x => x.Kind == YamlKind.Scalar).Select(x => x.Text)],
            StringComparer.Ordinal);
        var conditions = new ConditionReader(file, _errors);
        var transformations = new TransformationReader(file, variables, conditions, _errors);
        var steps = new List<PipelineStep>();
        foreach (var step in root["transformations"]?.AsList() ?? [])
        {
            if (transformations.Read(step) is { } change)
            {
                steps.Add(new PipelineStep(step.TextOf("id"), conditions.Read(step), change));
            }
        }

        var priority = 0;
        if (root.TextOf("priority") is { } written && !int.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority))
        {
            Report($"'{written}' is no priority.", "Write a whole number.", root["priority"]!);
        }

        return _errors.Count == 0
            ? new ProcessingPipeline(root.TextOf("name") ?? file, priority, steps)
            : throw new InputException(_errors);
    }

    private void Report(string what, string fix, YamlValue at) => _errors.Add(new InputError(what, fix, file, at.Line, at.Column));
}
