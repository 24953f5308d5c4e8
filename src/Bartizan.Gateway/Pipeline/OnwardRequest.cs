using Bartizan.Gateway.Configuration;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Pipeline;

/// <summary>How a request is asked of its upstream: as the client asked it, unless it is translated.</summary>
/// <param name="Route">The route, whose dialect the upstream answers in.</param>
/// <param name="Model">The model as it is to stand in the path; null where the body names it.</param>
/// <param name="Query">The value of the route's query parameter; null when there is none.</param>
/// <param name="Headers">The headers from which those that travel are taken.</param>
internal sealed record OnwardRequest(GatewayRoute Route, string? Model, string? Query, IHeaderDictionary Headers)
{
    /// <summary>Where at <paramref name="upstream"/> it goes.</summary>
    public Uri AddressAt(Upstream upstream) => Route.AddressAt(upstream, Model, Query);
}
