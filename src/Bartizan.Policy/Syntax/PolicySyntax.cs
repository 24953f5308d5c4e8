namespace Bartizan.Policy.Syntax;

/// <summary>A policy or template as written.</summary>
internal sealed record PolicySyntax(
    Effect Effect,
    Scope Principal,
    Scope Action,
    Scope Resource,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<KeyValuePair<string, string>> Annotations)
{
    public SourceSpan Span { get; init; }

    public bool IsTemplate => Principal.IsSlot || Resource.IsSlot;
}

/// <summary><c>when { body }</c> or <c>unless { body }</c>.</summary>
internal sealed record Condition(bool IsWhen, Expr Body);
