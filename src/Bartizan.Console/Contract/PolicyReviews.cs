using Bartizan.Gateway.Replay;
using Bartizan.Policy.Analysis.Diffs;

namespace Bartizan.Console.Contract;

/// <summary>Asks what a change of policies would change. Either a draft of one file, compared with the files as they are, or two whole texts.</summary>
/// <param name="Draft">The draft; null to compare texts.</param>
/// <param name="Before">Policies to compare with; null for the files as they are. Only without a draft.</param>
/// <param name="After">Policies to compare; only without a draft.</param>
/// <param name="Days">How many days of recorded decisions are asked again, 1 to 365; 30 when left out.</param>
public sealed record StartReview(PolicyDraft? Draft = null, string? Before = null, string? After = null, int? Days = null);

/// <summary>How a review stands.</summary>
public enum ReviewState
{
    /// <summary>It waits for another one.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is finished.</summary>
    Done,

    /// <summary>It was given up, because its person began another.</summary>
    Stopped,

    /// <summary>It could not be finished.</summary>
    Broken,
}

/// <summary>What a change of policies would change.</summary>
/// <param name="Id">Id, prefix <c>rev</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Stage">What it is doing, for people.</param>
/// <param name="Done">How far it is with that.</param>
/// <param name="Total">Of how much.</param>
/// <param name="Days">Days of recorded decisions.</param>
/// <param name="Result">What it found; null until it is done.</param>
public sealed record PolicyReviewView(string Id, ReviewState State, string Stage, long Done, long Total, int Days, PolicyReviewResult? Result);

/// <summary>What a review found.</summary>
/// <param name="Changes">Policies that differ.</param>
/// <param name="Permissions">Permissions of the inventory that were compared.</param>
/// <param name="Differing">Those that differ, where something may be newly allowed first; at most 200.</param>
/// <param name="DifferingCount">How many groups of permissions differ.</param>
/// <param name="Skipped">Permissions that were not compared because there were too many.</param>
/// <param name="Decisions">Recorded decisions asked under both; counts by how the answer changes.</param>
/// <param name="Groups">Those whose answer changes, newly allowed first; at most 100 groups.</param>
/// <param name="Backtest">The recorded outcomes against the new policies.</param>
/// <param name="Names">What people call the agents and people among <paramref name="Differing"/>.</param>
/// <param name="Widens">Why saving needs an extra confirmation; empty where nothing is newly allowed.</param>
public sealed record PolicyReviewResult(
    IReadOnlyList<PolicyChangeView> Changes,
    long Permissions,
    IReadOnlyList<DifferingView> Differing,
    int DifferingCount,
    long Skipped,
    IReadOnlyDictionary<AnswerChange, long> Decisions,
    IReadOnlyList<AnswerGroupView> Groups,
    BacktestView Backtest,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<string> Widens);

/// <summary>A policy before and after.</summary>
/// <param name="Before">As it was; null where it is new.</param>
/// <param name="After">As it would be; null where it is gone.</param>
public sealed record PolicyChangeView(PolicyView? Before, PolicyView? After);

/// <summary>Permissions that differ.</summary>
/// <param name="Principals">Who; the first 20.</param>
/// <param name="PrincipalCount">How many.</param>
/// <param name="Action">Does what.</param>
/// <param name="Resources">To what; the first 20.</param>
/// <param name="ResourceCount">How many.</param>
/// <param name="MayAllow">Whether a request may be newly allowed.</param>
/// <param name="MayDeny">Whether one may be newly denied.</param>
/// <param name="Before">What policies say now.</param>
/// <param name="After">What they would say.</param>
public sealed record DifferingView(
    IReadOnlyList<string> Principals,
    int PrincipalCount,
    string Action,
    IReadOnlyList<string> Resources,
    int ResourceCount,
    bool MayAllow,
    bool MayDeny,
    PermissionAnswer Before,
    PermissionAnswer After);

/// <summary>Recorded decisions whose answer changes in the same way.</summary>
/// <param name="Change">How.</param>
/// <param name="Action">The action asked for.</param>
/// <param name="Count">How many.</param>
/// <param name="Before">Ids of the policies that determine the answer now, the first 20.</param>
/// <param name="After">Ids of those that would, the first 20.</param>
/// <param name="Missing">What would have to be known, where it cannot be told.</param>
/// <param name="Examples">Ids of exchanges, the first few.</param>
public sealed record AnswerGroupView(
    AnswerChange Change, string Action, long Count, IReadOnlyList<string> Before, IReadOnlyList<string> After, IReadOnlyList<string> Missing, IReadOnlyList<string> Examples);

/// <summary>The recorded outcomes against new policies.</summary>
/// <param name="Exchanges">Exchanges that were read.</param>
/// <param name="Unreadable">Those whose record is damaged.</param>
/// <param name="Counts">Decisions by how they would come out.</param>
/// <param name="Groups">All but the same, newly allowed first; at most 100.</param>
/// <param name="UnderPresentBlueprints">Decisions asked under blueprints as agents have them now, because their records do not say which it was.</param>
public sealed record BacktestView(
    long Exchanges, long Unreadable, IReadOnlyDictionary<BacktestOutcome, long> Counts, IReadOnlyList<BacktestGroupView> Groups, long UnderPresentBlueprints);

/// <summary>Recorded decisions that would come out in the same way.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Action">The action asked for.</param>
/// <param name="Count">How many.</param>
/// <param name="Before">Ids of the policies that determined it, the first 20.</param>
/// <param name="After">Ids of those that would, the first 20.</param>
/// <param name="Missing">What would have to be known, where it cannot be told.</param>
/// <param name="Examples">Ids of exchanges, the first few.</param>
public sealed record BacktestGroupView(
    BacktestOutcome Outcome, string Action, long Count, IReadOnlyList<string> Before, IReadOnlyList<string> After, IReadOnlyList<string> Missing, IReadOnlyList<string> Examples);
