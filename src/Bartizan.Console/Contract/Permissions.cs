using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Console.Contract;

/// <summary>Who may do what, whatever the context.</summary>
/// <param name="Rows">Principals of whom all the same is true, a row each.</param>
/// <param name="Columns">Actions with resources of which the same is true whoever asks, a column each.</param>
/// <param name="Answers">Every different answer, once.</param>
/// <param name="Cells">For each row and column the place of the answer in <paramref name="Answers"/>; -1 where such a principal is never asked about that.</param>
/// <param name="Names">What people call agents and people, by <c>Agent::"agt_1"</c>.</param>
/// <param name="Permissions">How many permissions the cells stand for.</param>
/// <param name="Always">How many of them are permitted in every context.</param>
/// <param name="Depends">How many hang on the context.</param>
/// <param name="Never">How many are denied in every context.</param>
/// <param name="Skipped">Permissions that were not computed because there were too many.</param>
/// <param name="LeftOut">Resources that records name and that were left out because there were too many.</param>
public sealed record PermissionView(
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<PermissionColumn> Columns,
    IReadOnlyList<PermissionAnswer> Answers,
    IReadOnlyList<IReadOnlyList<int>> Cells,
    IReadOnlyDictionary<string, string> Names,
    long Permissions,
    long Always,
    long Depends,
    long Never,
    long Skipped,
    long LeftOut);

/// <summary>An action on some resources.</summary>
/// <param name="Action">Id of the action, such as <c>callTool</c>.</param>
/// <param name="Resources">The resources, such as <c>Tool::"search"</c>.</param>
public sealed record PermissionColumn(string Action, IReadOnlyList<string> Resources);

/// <summary>What policies, and the agent's blueprint, say of a permission.</summary>
/// <param name="Permission">The answer.</param>
/// <param name="Policies">The policies behind it, the first 50; none where nothing permits.</param>
/// <param name="PolicyCount">How many they are.</param>
/// <param name="Failing">Ids of policies that fail in every context, and so are ignored; the first 50.</param>
/// <param name="Blueprint">What the agent's blueprint takes away; null where nothing.</param>
public sealed record PermissionAnswer(
    Permission Permission, IReadOnlyList<PermissionPolicy> Policies, int PolicyCount, IReadOnlyList<string> Failing, PermissionBound? Blueprint);

/// <summary>What a blueprint takes away.</summary>
/// <param name="Name">The blueprint and its version, such as <c>billing@2</c>.</param>
/// <param name="Permission">Never, or depends.</param>
/// <param name="Policies">Policies of its ceiling behind that; none where its models and tools do not hold the resource, or none of its policies permits.</param>
public sealed record PermissionBound(string Name, Permission Permission, IReadOnlyList<PermissionPolicy> Policies);

/// <summary>A policy's part in an answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Effect">Permit or forbid.</param>
/// <param name="File">File it stands in; may be empty.</param>
/// <param name="Line">First line there, from 1.</param>
/// <param name="Condition">What is left of its conditions, as Cedar over the context, cut after 4,000 characters; empty where it applies in every context.</param>
/// <param name="HoldFor">Who is asked where it stands in the way; null where nobody is.</param>
public sealed record PermissionPolicy(string Id, PolicyEffect Effect, string File, int Line, string Condition, string? HoldFor);
