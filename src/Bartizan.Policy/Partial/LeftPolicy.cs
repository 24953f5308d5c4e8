using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Partial;

/// <summary>A policy, and what is left of it once the known parts of a request are filled in.</summary>
/// <param name="Policy">The policy as given.</param>
/// <param name="Left">What is left to decide.</param>
internal readonly record struct LeftPolicy(Policy Policy, PolicySyntax Left)
{
    private bool AdmitsAnything => Left is { Principal.Kind: ScopeKind.Any, Action.Kind: ScopeKind.Any, Resource.Kind: ScopeKind.Any };

    /// <summary>Whether its conditions can still hold.</summary>
    public bool MayHold(IReadOnlySet<string>? unknownContext) => (Prospects.Of(Left.Conditions, unknownContext) & Prospect.True) != Prospect.None;

    /// <summary>Whether it applies, whatever the unknown parts turn out to be.</summary>
    public bool SurelyHolds(IReadOnlySet<string>? unknownContext) =>
        AdmitsAnything && Prospects.Of(Left.Conditions, unknownContext) == Prospect.True;

    /// <summary>Whether it fails, whatever the unknown parts turn out to be.</summary>
    public bool SurelyFails(IReadOnlySet<string>? unknownContext) =>
        AdmitsAnything && Prospects.Of(Left.Conditions, unknownContext) == Prospect.Failure;
}
