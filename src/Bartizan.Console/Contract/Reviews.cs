using Bartizan.Core.Identity.Reviews;
using Bartizan.Identity.Standings;

namespace Bartizan.Console.Contract;

/// <summary>Questions to people whether authority is still needed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="IsTriggered">Whether something that changed set it off, and nobody.</param>
/// <param name="By">Who began it.</param>
/// <param name="Created">When.</param>
/// <param name="Due">When what is unanswered is removed.</param>
/// <param name="Closed">When it was closed; null while it is open.</param>
/// <param name="Questions">How many questions.</param>
/// <param name="Open">How many are not answered.</param>
/// <param name="Kept">How many were kept as they are.</param>
/// <param name="Removed">How many were narrowed or removed.</param>
public sealed record ReviewView(
    string Id, string Title, bool IsTriggered, string By, DateTimeOffset Created, DateTimeOffset Due, DateTimeOffset? Closed, int Questions, int Open, int Kept, int Removed);

/// <summary>Reviews.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Waiting">How many questions wait for who asks.</param>
public sealed record ReviewList(IReadOnlyList<ReviewView> Items, int Waiting);

/// <summary>One question of a review.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Review">Id of its review.</param>
/// <param name="Title">The review's title.</param>
/// <param name="Due">When it is removed without an answer.</param>
/// <param name="Kind">What is asked about.</param>
/// <param name="Name">Whose authority it is.</param>
/// <param name="Entry">The entry of the list; empty for all of it.</param>
/// <param name="Reviewer">Who is asked.</param>
/// <param name="IsMine">Whether that is who asks.</param>
/// <param name="CanBeNarrowed">Whether those names can stay that were used.</param>
/// <param name="Evidence">What is known.</param>
/// <param name="Answer">The answer; null while it is open.</param>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Outcome">What was done.</param>
public sealed record QuestionView(
    string Id,
    string Review,
    string Title,
    DateTimeOffset Due,
    ReviewKind Kind,
    string Name,
    string Entry,
    string Reviewer,
    bool IsMine,
    bool CanBeNarrowed,
    EvidenceView Evidence,
    ReviewAnswer? Answer,
    string? By,
    DateTimeOffset? At,
    string? Reason,
    string? Outcome);

/// <summary>What a reviewer should know.</summary>
/// <param name="From">Since when uses are counted.</param>
/// <param name="Uses">How often it was used.</param>
/// <param name="Last">When last; null when it was not.</param>
/// <param name="Names">What of it was used, the most used first; the first few.</param>
/// <param name="NamesInAll">How many names in all.</param>
/// <param name="Agents">How many working agents have it.</param>
/// <param name="AgentsThatUsed">How many of them used it.</param>
/// <param name="Peers">How many others have the same, or used anything.</param>
/// <param name="PeersInAll">Of how many.</param>
/// <param name="GivenBy">Who gave it, or answered for it last.</param>
/// <param name="Given">When.</param>
/// <param name="Notes">What changed, and what it can do.</param>
public sealed record EvidenceView(
    DateTimeOffset From,
    long Uses,
    DateTimeOffset? Last,
    IReadOnlyList<string> Names,
    int NamesInAll,
    int Agents,
    int AgentsThatUsed,
    int Peers,
    int PeersInAll,
    string? GivenBy,
    DateTimeOffset? Given,
    IReadOnlyList<string> Notes);

/// <summary>Questions.</summary>
/// <param name="Items">The questions.</param>
public sealed record QuestionList(IReadOnlyList<QuestionView> Items);

/// <summary>Begins a review.</summary>
/// <param name="Title">What people call it, 1 to 120 characters.</param>
/// <param name="Days">How many days people have, 1 to 92.</param>
/// <param name="WindowDays">Over how many days uses are counted, 1 to 366.</param>
/// <param name="Blueprints">Names of the blueprints that it is about; none for all.</param>
/// <param name="Kinds">What it asks about; none for everything.</param>
/// <param name="OnlyUnused">Whether it asks only about what was not used.</param>
/// <param name="Reviewer">Name of the account that is asked, instead of sponsors and owners; null for these.</param>
public sealed record BeginReview(
    string Title, int Days, int WindowDays, IReadOnlyList<string> Blueprints, IReadOnlyList<ReviewKind> Kinds, bool OnlyUnused, string? Reviewer);

/// <summary>Answers a question.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Reason">Why, at most 500 characters; needed for all but keeping.</param>
public sealed record AnswerQuestion(ReviewAnswer Answer, string Reason);

/// <summary>What came of it.</summary>
/// <param name="Question">The question, answered.</param>
/// <param name="Acknowledgement">Whether the gateway follows it.</param>
public sealed record QuestionAnswered(QuestionView Question, Acknowledgement Acknowledgement);

/// <summary>Asks somebody else.</summary>
/// <param name="Reviewer">Name of their account.</param>
public sealed record AssignQuestion(string Reviewer);

/// <summary>A narrower authority for a blueprint, because the rest was not used.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Blueprint">Id of the blueprint.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that it narrows.</param>
/// <param name="Owner">Who is asked.</param>
/// <param name="IsMine">Whether who asks may decide.</param>
/// <param name="Changes">What goes, entry by entry.</param>
/// <param name="Models">Models that would be left; null for no bound.</param>
/// <param name="Tools">Tools that would be left; null for no bound.</param>
/// <param name="From">Since when uses were looked at.</param>
/// <param name="Since">Since when the backtest goes back; null where nothing was recorded.</param>
/// <param name="Passed">How many recorded uses it was tried on.</param>
/// <param name="Refused">How many of these it would refuse.</param>
/// <param name="Examples">Some of these.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="State">What became of it.</param>
/// <param name="By">Who decided.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposalView(
    string Id,
    string Blueprint,
    string Name,
    int Version,
    string Owner,
    bool IsMine,
    IReadOnlyList<NarrowedView> Changes,
    IReadOnlyList<string>? Models,
    IReadOnlyList<string>? Tools,
    DateTimeOffset From,
    DateTimeOffset? Since,
    long Passed,
    long Refused,
    IReadOnlyList<string> Examples,
    DateTimeOffset Created,
    DateTimeOffset Until,
    ProposalState State,
    string? By,
    DateTimeOffset? At,
    string? Reason);

/// <summary>An entry that goes, or is replaced by narrower ones.</summary>
/// <param name="Setting"><c>models</c>, <c>tools</c> or <c>depth</c>.</param>
/// <param name="Entry">The entry; empty where there was no bound.</param>
/// <param name="Instead">What stands in its place.</param>
public sealed record NarrowedView(string Setting, string Entry, IReadOnlyList<string> Instead);

/// <summary>Proposals.</summary>
/// <param name="Items">Open ones first.</param>
public sealed record ProposalList(IReadOnlyList<ProposalView> Items);

/// <summary>Decides on a proposal.</summary>
/// <param name="Reason">Why, at most 500 characters; needed to decline.</param>
public sealed record DecideProposal(string Reason);

/// <summary>What an agent was let do.</summary>
/// <param name="Items">The most used first.</param>
public sealed record UseList(IReadOnlyList<UseView> Items);

/// <summary>One permission that an agent used.</summary>
/// <param name="Action">The action.</param>
/// <param name="Resource">A model's name, else the resource as Cedar writes it.</param>
/// <param name="Passed">How often.</param>
/// <param name="Last">When last.</param>
public sealed record UseView(string Action, string Resource, long Passed, DateTimeOffset Last);
