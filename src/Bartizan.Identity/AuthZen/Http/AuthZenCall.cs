using Bartizan.Core.Identity;
using Bartizan.Identity.AuthZen.Configuration;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>One request to the decision point on its way.</summary>
/// <param name="Http">The request.</param>
/// <param name="Point">The decision point it is answered by, whatever is reloaded meanwhile.</param>
internal sealed record AuthZenCall(HttpContext Http, DecisionPoint Point)
{
    /// <summary>The agent that asks, or null where nobody needs a key.</summary>
    public Principal? Caller { get; init; }

    /// <summary>The caller's own name for the request, or null.</summary>
    public string? RequestId { get; init; }
}

/// <summary>Why a request is not answered, as an HTTP status and a sentence for people.</summary>
internal sealed record Refusal(int Status, string Message);
