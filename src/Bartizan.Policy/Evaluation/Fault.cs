using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>Evaluation failed. A value like any other inside the evaluator, so that failing costs no exception; it never leaves it.</summary>
internal sealed class Fault(string message) : CedarValue
{
    public string Message => message;

    public override string TypeName => "an error";

    public static Fault WrongType(string wanted, string where, CedarValue found) =>
        found as Fault ?? new Fault($"{where} needs {wanted}, but got {found.TypeName}.");

    public override bool Equals(CedarValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;

    public override string ToString() => $"error: {message}";
}
