using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;

namespace Bartizan.Console.Access;

/// <summary>Finds out who asks, and lets a request reach its endpoint only if the endpoint's rule says so. What carries no rule is refused.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, Sessions sessions)
{
    /// <summary>Header that carries <see cref="Visitor.CsrfToken"/>.</summary>
    public const string CsrfHeader = "x-bartizan-csrf";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        var visitor = await sessions.FindAsync(SessionCookie.Read(context.Request), context.RequestAborted);
        context.Features.Set(visitor);
        if (Refuse(context.Request, visitor) is { } forged)
        {
            await ProblemWriter.WriteAsync(context, forged);
        }
        else if (Refuse(endpoint.Metadata.GetMetadata<AccessRule>(), visitor) is { } denied)
        {
            await ProblemWriter.WriteAsync(context, denied);
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>Fails start-up when an endpoint says nothing, or more than one thing, of who may call it.</summary>
    public static void RequireRules(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetOrderedMetadata<AccessRule>().Count != 1)
            {
                throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} must carry exactly one access rule.");
            }
        }
    }

    private static Refusal? Refuse(HttpRequest request, Visitor visitor)
    {
        if (CrossSiteGuard.IsSafe(request.Method))
        {
            return null;
        }

        if (!CrossSiteGuard.IsSameSite(request))
        {
            return Refusals.CrossSite;
        }

        return visitor.CsrfToken is not { } token || Secrets.AreSame(request.Headers[CsrfHeader], token) ? null : Refusals.CsrfToken;
    }

    private static Refusal? Refuse(AccessRule? rule, Visitor visitor)
    {
        if (rule == AccessRule.Anyone)
        {
            return null;
        }

        return (rule, visitor.State) switch
        {
            (null, _) => Refusals.NoSuchEndpoint,
            (_, SessionState.SignedOut) => Refusals.SignInNeeded,
            _ when rule == AccessRule.SettingUp => visitor.State == SessionState.SetUp ? null : Refusals.NotSettingUp,
            (_, SessionState.SetUp) => Refusals.SetUpFirst,
            ({ Right: { } right }, _) => visitor.May(right) ? null : Refusals.NoRight(right),
            _ => null,
        };
    }
}

/// <summary>The visitor of a request.</summary>
internal static class VisitorFeature
{
    /// <summary>Who asks; set before any endpoint runs.</summary>
    public static Visitor Visitor(this HttpContext context) =>
        context.Features.Get<Visitor>() ?? throw new InvalidOperationException("The access middleware did not run.");
}
