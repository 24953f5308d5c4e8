using System.Text.Json;

namespace Bartizan.Console.Contract;

/// <summary>Why a request is denied, and what would permit it. Every change in it was evaluated.</summary>
/// <param name="Allowed">Whether it is allowed as it is; then nothing else is told.</param>
/// <param name="Determining">Ids of the policies that determine the answer.</param>
/// <param name="Errors">Policies that fail, with the reason.</param>
/// <param name="Blueprint">What of the agent's blueprint stands against it beside policies: <c>billing@2</c>, or with a policy of its ceiling <c>billing@2/no-mail</c>.</param>
/// <param name="Forbids">The forbids in the way.</param>
/// <param name="Permits">Where no permit applies, those that need the least to, nearest first.</param>
/// <param name="Proposals">Changes, each of which alone turns the denial into a permit, smallest first.</param>
/// <param name="Grant">The smallest new policy that would permit it, as Cedar text; null where a forbid would overrule any grant.</param>
/// <param name="Searched">How thoroughly it was looked, in a sentence or two.</param>
public sealed record WhyNotView(
    bool Allowed,
    IReadOnlyList<string> Determining,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Blueprint,
    IReadOnlyList<RemedyView> Forbids,
    IReadOnlyList<RemedyView> Permits,
    IReadOnlyList<IReadOnlyList<string>> Proposals,
    string? Grant,
    string Searched);

/// <summary>A policy that stands in the way, or nearly permits.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Choices">Least changes, each of which suffices; smallest first.</param>
public sealed record RemedyView(PolicyView Policy, IReadOnlyList<IReadOnlyList<string>> Choices);

/// <summary>What policy was asked about an exchange.</summary>
/// <param name="Items">In the order of the exchange's decisions, those of policy only.</param>
public sealed record RecordedQuestionList(IReadOnlyList<RecordedQuestionView> Items);

/// <summary>A question that policy was asked, as far as the record holds it.</summary>
/// <param name="Decision">Place among the exchange's decisions, from 0.</param>
/// <param name="Principal">Who; null where the record does not tell.</param>
/// <param name="Action">Does what.</param>
/// <param name="Resource">To what; null where the record does not tell.</param>
/// <param name="Context">What is known of the context, as a Cedar JSON record.</param>
/// <param name="Entities">What is known of those it speaks of, in Cedar's JSON form.</param>
/// <param name="Unknown">Fields of the context that the record does not hold; null where it may be any.</param>
public sealed record RecordedQuestionView(
    int Decision, EntityName? Principal, EntityName Action, EntityName? Resource, JsonElement Context, JsonElement Entities, IReadOnlyList<string>? Unknown);
