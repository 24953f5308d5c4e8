using Bartizan.Gateway.Scopes;
using Bartizan.Guard.Contracts;

namespace Bartizan.Gateway.Configuration;

/// <summary>What certain answers must look like.</summary>
/// <param name="For">The exchanges it is for.</param>
/// <param name="File">Where the schema stands, absolute.</param>
/// <param name="Schema">The schema.</param>
public sealed record ContractOptions(ExchangeScope For, string File, JsonContract Schema);
