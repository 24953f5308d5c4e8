using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>What every endpoint says of itself.</summary>
internal static class EndpointConventions
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>Names the operation, says who may call it, and declares the errors it can answer.</summary>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder endpoint, AccessRule access, string name, string summary)
    {
        endpoint.WithName(name).WithSummary(summary).WithMetadata(access).Produces<Problem>(400, ProblemJson);
        return access == AccessRule.Anyone
            ? endpoint
            : endpoint.Produces<Problem>(401, ProblemJson).Produces<Problem>(403, ProblemJson);
    }

    /// <summary>As <see cref="For(RouteHandlerBuilder, AccessRule, string, string)"/> for an endpoint that needs a right.</summary>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder endpoint, Right right, string name, string summary) =>
        endpoint.For(AccessRule.Needs(right), name, summary);

    /// <summary>Declares that the thing asked for may not exist.</summary>
    public static RouteHandlerBuilder OrNotFound(this RouteHandlerBuilder endpoint) => endpoint.Produces<Problem>(404, ProblemJson);

    /// <summary>Declares that the state of things may forbid it.</summary>
    public static RouteHandlerBuilder OrConflict(this RouteHandlerBuilder endpoint) => endpoint.Produces<Problem>(409, ProblemJson);

    /// <summary>Declares that what was presented may be wrong, or presented too often.</summary>
    public static RouteHandlerBuilder OrRefused(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<Problem>(401, ProblemJson).Produces<Problem>(429, ProblemJson);
}
