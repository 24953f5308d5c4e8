namespace Bartizan.Detect.Conditions;

/// <summary>A condition over names: of search identifiers in rules, of rules in correlations.</summary>
internal abstract record ConditionNode;

/// <summary>One name.</summary>
internal sealed record NamedCondition(string Name) : ConditionNode;

/// <summary>All or any of several.</summary>
internal sealed record JoinedCondition(bool All, IReadOnlyList<ConditionNode> Parts) : ConditionNode;

/// <summary>Not.</summary>
internal sealed record NegatedCondition(ConditionNode Part) : ConditionNode;
