namespace Bartizan.Detect.Rules;

/// <summary>A rule as it was written (Sigma rules specification 2.1).</summary>
internal sealed record SigmaRule
{
    public required RuleOrigin Origin { get; init; }

    public required LogSource Source { get; init; }

    /// <summary>The search identifiers by name.</summary>
    public required IReadOnlyDictionary<string, DetectionNode> Detections { get; init; }

    /// <summary>The conditions; any of them suffices.</summary>
    public required IReadOnlyList<WrittenCondition> Conditions { get; init; }

    /// <summary>Values of placeholders that pipelines gave it, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>A condition's text and where it stands.</summary>
internal sealed record WrittenCondition(string Text, int Line, int Column);

/// <summary>A filter document (Sigma filters specification 2.1): its condition is added, by "and", to the rules it names.</summary>
internal sealed record SigmaFilter
{
    public required RuleOrigin Origin { get; init; }

    public required LogSource Source { get; init; }

    /// <summary>References to rules by id, name or title; empty for every rule of its log source.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    public required IReadOnlyDictionary<string, DetectionNode> Detections { get; init; }

    public required WrittenCondition Condition { get; init; }
}

/// <summary>One search identifier, or a part of one.</summary>
internal abstract record DetectionNode;

/// <summary>All (a mapping) or any (a list) of several parts.</summary>
internal sealed record DetectionGroup(bool All, IReadOnlyList<DetectionNode> Parts) : DetectionNode;

/// <summary>A field, or null for the whole event, with modifiers and the values to compare it with.</summary>
internal sealed record DetectionItem(string? Field, IReadOnlyList<string> Modifiers, IReadOnlyList<WrittenValue> Values, int Line, int Column) : DetectionNode;

/// <summary>A value as written; <see cref="Text"/> is null for null.</summary>
/// <param name="Text">The text.</param>
/// <param name="Plain">Whether it stood without quotes, so that it may be a number or a truth value.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1.</param>
internal sealed record WrittenValue(string? Text, bool Plain, int Line, int Column);
