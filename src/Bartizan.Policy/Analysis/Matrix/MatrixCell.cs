namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>One answer for every principal and resource of two classes.</summary>
/// <param name="Principals">Who.</param>
/// <param name="Action">Does what.</param>
/// <param name="Resources">To what.</param>
/// <param name="Outcome">What policies say.</param>
public sealed record MatrixCell(MatrixClass Principals, EntityUid Action, MatrixClass Resources, Outcome Outcome)
{
    /// <summary>How many permissions it stands for.</summary>
    public long Permissions => (long)Principals.Members.Count * Resources.Members.Count;
}
