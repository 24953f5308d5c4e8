using Bartizan.Core.Identity;

namespace Bartizan.Gateway.Credentials;

/// <summary>For what a request goes out.</summary>
/// <param name="ExchangeId">The exchange.</param>
/// <param name="Target">Name of the upstream or MCP server.</param>
/// <param name="Person">The person on whose behalf; null for none.</param>
internal readonly record struct EgressPurpose(string ExchangeId, string Target, Person? Person);
