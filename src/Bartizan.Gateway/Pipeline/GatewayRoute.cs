using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Pipeline;

/// <summary>A path that clients may ask: the wire format spoken there and where its key stands.</summary>
/// <param name="Name">Method and path, as recorded.</param>
/// <param name="Dialect">Its wire format.</param>
/// <param name="Provider">Which upstreams can serve it.</param>
internal sealed record GatewayRoute(string Name, IDialect Dialect, ProviderDialect Provider);
