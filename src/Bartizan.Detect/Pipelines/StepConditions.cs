using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Pipelines;

/// <summary>To which rules, items and fields a step applies; each kind joined by "and" or "or", and negated as a whole.</summary>
internal sealed record StepConditions
{
    public ConditionList<RuleDraft> Rules { get; init; } = ConditionList<RuleDraft>.Always;

    public ConditionList<(RuleDraft Rule, DetectionItem Item)> Items { get; init; } = ConditionList<(RuleDraft, DetectionItem)>.Always;

    public ConditionList<string> Fields { get; init; } = ConditionList<string>.Always;

    public bool Holds(RuleDraft rule) => Rules.Holds(rule);

    public bool Holds(RuleDraft rule, DetectionItem item) => Items.Holds((rule, item)) && (item.Field is { } field ? Fields.Holds(field) : Fields.IsEmpty);
}

/// <summary>Conditions of one kind.</summary>
internal sealed record ConditionList<T>(IReadOnlyList<Func<T, bool>> Tests, bool Any, bool Negated)
{
    public static ConditionList<T> Always { get; } = new([], false, false);

    public bool IsEmpty => Tests.Count == 0;

    public bool Holds(T of) => IsEmpty || (Any ? Tests.Any(t => t(of)) : Tests.All(t => t(of))) != Negated;
}
