namespace Bartizan.Guard.Contracts;

/// <summary>Where and how a text breaks its contract.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the value; a name that the schema does not have is written <c>*</c>, because it is the text's own.</param>
/// <param name="Rule">The keyword that does not hold, or <c>json</c> for what is no JSON.</param>
public readonly record struct ContractBreach(string Pointer, string Rule);
