using Bartizan.Core.Identity;
using Bartizan.Policy;

namespace Bartizan.Gateway.Policies;

/// <summary>The bound that an access token puts on what policy allows: a token never gives leave, it only takes it.</summary>
internal static class TokenBound
{
    /// <summary>
    /// Whether the token is good for what is asked. One that names models and tools is good for these, and for talking with a server about its lists;
    /// for resources and prompts it cannot be, because it cannot name them.
    /// </summary>
    public static bool Covers(in PolicyQuestion question) => question.Token?.Authority is not { } authority || Covers(authority, question.Request.Resource);

    /// <summary>Whether a bound of models and tools covers a resource.</summary>
    public static bool Covers(TokenAuthority authority, EntityUid resource) => resource.Type switch
    {
        PolicyQuestion.ModelType => authority.CoversModel(resource.Id),
        PolicyQuestion.ToolType => authority.CoversTool(resource.Id),
        "Server" => true,
        _ => false,
    };
}
