namespace Bartizan.Core.Exchanges;

/// <summary>What people have to do with a decision.</summary>
/// <param name="Request">The access request.</param>
/// <param name="Grant">The grant by which it passed; null while it waits.</param>
/// <param name="ApprovedBy">Ids of the accounts that approved, or <c>policy:</c> and the ids of the policies that did; null while it waits.</param>
/// <param name="Lifted">Ids of the policies that would have held it; null while it waits.</param>
public sealed record AccessRecord(string Request, string? Grant = null, IReadOnlyList<string>? ApprovedBy = null, IReadOnlyList<string>? Lifted = null);
