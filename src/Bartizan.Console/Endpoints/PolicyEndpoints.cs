using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>Policies in force, and what they would say.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags("Policies");
        policies.MapGet("", List).For(Right.Watch, "listPolicies", "All policies in force.");
        policies.MapPost("/test", Test).For(Right.TestPolicies, "testPolicy", "Asks what policy would say, and why.");
    }

    private static PolicyList List() => throw new NotImplementedException();

    private static PolicyAnswer Test(TestPolicy body) => throw new NotImplementedException();
}
