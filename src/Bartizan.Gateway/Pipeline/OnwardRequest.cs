using Bartizan.Gateway.Configuration;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Pipeline;

/// <summary>How a request is asked of its upstreams: as the client asked it, unless it is translated.</summary>
/// <param name="Route">The route, whose dialect the upstream answers in.</param>
/// <param name="Model">The model as it is to stand in the path; null where the body names it.</param>
/// <param name="Query">The value of the route's query parameter; null when there is none.</param>
/// <param name="Headers">The client's headers.</param>
/// <param name="Translated">Whether the upstream speaks another dialect than the client.</param>
internal sealed record OnwardRequest(GatewayRoute Route, string? Model, string? Query, IHeaderDictionary Headers, bool Translated)
{
    /// <summary>Where at <paramref name="upstream"/> it goes.</summary>
    public Uri AddressAt(Upstream upstream) => Route.AddressAt(upstream, Model, Query);

    /// <summary>The headers from which those that travel to <paramref name="upstream"/> are taken.</summary>
    public IHeaderDictionary HeadersFor(Upstream upstream) => Translated ? TranslatedHeaders.For(upstream, Headers) : Headers;
}
