namespace Bartizan.Policy.Syntax;

/// <summary>How a policy's head narrows principal, action or resource.</summary>
internal enum ScopeKind
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary><c>== X</c>.</summary>
    Equal,

    /// <summary><c>in X</c>, or for actions also <c>in [X, Y]</c>.</summary>
    In,

    /// <summary><c>is T</c>.</summary>
    Is,

    /// <summary><c>is T in X</c>.</summary>
    IsIn,
}

/// <summary>One of the three parts of a policy's head.</summary>
/// <param name="Kind">How it narrows.</param>
/// <param name="Type">The entity type of <see cref="ScopeKind.Is"/> and <see cref="ScopeKind.IsIn"/>, else empty.</param>
/// <param name="Uids">The entities named; none where a slot stands.</param>
/// <param name="IsSlot">Whether a template's slot stands in place of the entity.</param>
/// <param name="IsList">Whether the entities were written as a list, which only actions may.</param>
internal sealed record Scope(ScopeKind Kind, string Type, IReadOnlyList<EntityUid> Uids, bool IsSlot = false, bool IsList = false)
{
    public static readonly Scope Any = new(ScopeKind.Any, "", []);

    /// <summary>Where each of <see cref="Uids"/> stands; none for what was not read from text.</summary>
    public IReadOnlyList<SourceSpan> Spans { get; init; } = [];

    /// <summary>Where <see cref="Type"/> stands.</summary>
    public SourceSpan TypeSpan { get; init; }

    /// <summary>The same with the slot filled.</summary>
    public Scope Fill(EntityUid uid) => this with { Uids = [uid], IsSlot = false };
}
