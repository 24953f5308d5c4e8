namespace Bartizan.Identity.AuthZen;

/// <summary>The default paths of the AuthZEN Authorization API 1.0.</summary>
internal static class AuthZenPaths
{
    public const string Evaluation = "/access/v1/evaluation";
    public const string Evaluations = "/access/v1/evaluations";

    /// <summary>Where access requests are sent (AuthZEN Access Request and Approval Profile, draft 1).</summary>
    public const string Requests = "/access/v1/requests";

    public const string SearchSubject = "/access/v1/search/subject";
    public const string SearchResource = "/access/v1/search/resource";
    public const string SearchAction = "/access/v1/search/action";
}
