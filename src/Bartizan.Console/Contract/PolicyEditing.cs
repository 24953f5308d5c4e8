using Bartizan.Console.Policies;

namespace Bartizan.Console.Contract;

/// <summary>The policy files that the configuration names.</summary>
/// <param name="Items">In the order in which they are read.</param>
/// <param name="Hindrance">Why nothing can be saved from here, and what would change that; null where it can.</param>
/// <param name="MayAdd">Whether there is a folder in which a new file may stand.</param>
public sealed record PolicyFileList(IReadOnlyList<PolicyFileView> Items, string? Hindrance, bool MayAdd);

/// <summary>A policy file.</summary>
/// <param name="Id">Its id, such as <c>policies/mine.cedar</c>.</param>
/// <param name="Place">Where it comes from.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Version">SHA-256 of that, hex.</param>
/// <param name="Managed">Whether it is a link or read-only, as those are that other programs manage; it cannot be saved then.</param>
/// <param name="Tests">Tests that stand beside it, as YAML; null for none.</param>
public sealed record PolicyFileView(string Id, PolicyPlace Place, string Text, string Version, bool Managed, string? Tests);

/// <summary>A policy file as somebody would have it.</summary>
/// <param name="File">Id of the file, or <c>policies/&lt;name&gt;.cedar</c> for a new one.</param>
/// <param name="Text">What it is to hold; at most 256 Ki UTF-16 units.</param>
public sealed record PolicyDraft(string File, string Text);

/// <summary>What is wrong in a draft.</summary>
/// <param name="Problems">Errors and warnings, in the order of their places.</param>
/// <param name="Policies">Policies that the file holds; 0 while it cannot be read.</param>
/// <param name="Loadable">Whether the files would be loaded with it.</param>
public sealed record PolicyCheckView(IReadOnlyList<PolicyProblem> Problems, int Policies, bool Loadable);

/// <summary>Something wrong in a policy file.</summary>
/// <param name="What">What.</param>
/// <param name="Fix">How to mend it; may be empty.</param>
/// <param name="File">Id of another file that it stands in; null for the draft's own.</param>
/// <param name="Line">Line from 1, or 0.</param>
/// <param name="Column">Column from 1 in UTF-16 units, or 0.</param>
/// <param name="IsError">False for what is surely not meant, but does not fail.</param>
public sealed record PolicyProblem(string What, string Fix, string? File, int Line, int Column, bool IsError);

/// <summary>Asks for tests to be run.</summary>
/// <param name="Draft">The draft; the other files stand as they are.</param>
/// <param name="Tests">Tests as <c>bartizan policy test</c> takes them, YAML; entities stand in it.</param>
public sealed record RunPolicyTests(PolicyDraft Draft, string Tests);

/// <summary>What tests came to.</summary>
/// <param name="Results">Each test, in order.</param>
public sealed record PolicyTestRun(IReadOnlyList<PolicyTestResult> Results);

/// <summary>Saves a policy file.</summary>
/// <param name="Draft">What it is to hold.</param>
/// <param name="Version">Version that was looked at; null for a new file.</param>
/// <param name="Review">Id of the finished review of just this draft.</param>
/// <param name="AcceptWidening">Whether the person accepts that something is newly allowed, or may be.</param>
/// <param name="Reason">Why, for the ledger; 1 to 500 characters.</param>
public sealed record SavePolicies(PolicyDraft Draft, string? Version, string Review, bool AcceptWidening, string Reason);

/// <summary>A file that was saved.</summary>
/// <param name="Version">Its version now.</param>
public sealed record PoliciesSaved(string Version);
