using Bartizan.Core.Results;

namespace Bartizan.Policy.Validation;

/// <summary>What checking policies against a schema found.</summary>
/// <param name="Findings">Errors and warnings, in the order of the policies and of their text.</param>
public sealed record ValidationReport(IReadOnlyList<ValidationFinding> Findings)
{
    /// <summary>Whether no policy has an error; what that promises, <see cref="PolicyValidator.Validate"/> says.</summary>
    public bool IsValid => !Findings.Any(f => f.IsError);

    /// <summary>Where some policy would fail or speaks of what there is not.</summary>
    public IEnumerable<ValidationFinding> Errors => Findings.Where(f => f.IsError);

    /// <summary>Policies that can never apply.</summary>
    public IEnumerable<ValidationFinding> Warnings => Findings.Where(f => !f.IsError);
}

/// <summary>Something that a policy says and the schema does not allow.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="IsError">False for what cannot fail but is surely not meant.</param>
/// <param name="Problem">What is wrong, where, and how to mend it.</param>
public sealed record ValidationFinding(string PolicyId, bool IsError, InputError Problem)
{
    /// <summary>The problem as people are told it, with the policy's id before what is wrong.</summary>
    public InputError Told => Problem with { What = $"{PolicyId}: {Problem.What}" };

    /// <summary><c>file:line:column: policy: what. fix</c>.</summary>
    public override string ToString() => Told.ToString();
}
