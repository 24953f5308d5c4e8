namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>Why a request is denied, and the smallest changes that would turn the denial into a permit. Every change in it was evaluated.</summary>
/// <param name="Answer">What policies say of the request as it is. Where it is allowed, nothing else is told.</param>
/// <param name="Forbids">The forbids in the way.</param>
/// <param name="Permits">Where no permit applies, those that need the least to, nearest first.</param>
/// <param name="Proposals">Changes that turn the denial into a permit, smallest first; none holds another. They ask for something else only where nothing helps this request.</param>
/// <param name="Grant">The smallest new policy that would permit the request, as Cedar text; null where a forbid would overrule any grant.</param>
/// <param name="Searched">What was looked at.</param>
public sealed record WhyNotReport(
    AuthorizationAnswer Answer,
    IReadOnlyList<PolicyRemedy> Forbids,
    IReadOnlyList<PolicyRemedy> Permits,
    IReadOnlyList<ChangeSet> Proposals,
    string? Grant,
    WhyNotScope Searched);

/// <summary>What a search for changes looked at.</summary>
/// <param name="Changes">Single changes that some policy asks for.</param>
/// <param name="Combinations">Combinations that were evaluated.</param>
/// <param name="IsWhole">Whether all single changes and all pairs of them were evaluated, and every policy was read.</param>
/// <param name="TooLarge">Policies that were not read because their conditions are too large.</param>
public sealed record WhyNotScope(int Changes, int Combinations, bool IsWhole, int TooLarge);
