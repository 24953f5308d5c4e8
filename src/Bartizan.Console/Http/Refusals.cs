using System.Globalization;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Core.Results;

namespace Bartizan.Console.Http;

/// <summary>Every refusal of the console, in one list.</summary>
internal static class Refusals
{
    public static Refusal SignInNeeded { get; } = new(401, "sign-in-needed", "Nobody is signed in, or the session has ended.", "Sign in.");

    public static Refusal SetUpFirst { get; } =
        new(403, "set-up-first", "This session can only set up an account.", "Choose a name and a password first.");

    public static Refusal NotSettingUp { get; } =
        new(403, "not-setting-up", "This session has no account to set up.", "Open a one-time link first.");

    public static Refusal WrongPassword { get; } =
        new(401, "wrong-password", "Name or password is wrong.", "Try again; someone who may manage accounts can send you a new link.");

    public static Refusal DeadLink { get; } =
        new(401, "dead-link", "This link was used before, has expired, or never existed.", "Ask for a new one, or run bartizan up again while there is no account.");

    public static Refusal CrossSite { get; } =
        new(403, "cross-site", "The request came from another site.", "Use the console under its own address.") { Where = "Origin" };

    public static Refusal CsrfToken { get; } =
        new(403, "csrf-token", "The request did not carry this session's token.", "Read GET /api/session and send its csrfToken as x-bartizan-csrf.")
        {
            Where = "x-bartizan-csrf",
        };

    public static Refusal UnknownHost { get; } =
        new(421, "unknown-host", "The console does not answer under this host name.", "Use the address that bartizan up printed, or allow the name in bartizan.yaml.")
        {
            Where = "Host",
        };

    public static Refusal NotJson { get; } =
        new(415, "not-json", "The body is not declared as JSON.", "Send content-type: application/json.") { Where = "Content-Type" };

    public static Refusal TooManyRequests { get; } =
        new(429, "too-many-requests", "This session asks too often.", "Slow down.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static Refusal Busy { get; } =
        new(503, "busy", "Others' analyses take all the time there is.", "Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static Refusal ProviderUnreachable(string title) =>
        new(503, "provider-unreachable", $"{title} does not answer.", "Try again, or sign in with name and password.");

    public static Refusal FromProvider(string what, string title) =>
        Conflict("id", $"This account comes from {title}, and so {what}.", "Change it there; it counts from the person's next sign-in on. To keep the person out at once, disable the account.");

    public static Refusal NotFollowed { get; } = new(
        503,
        "not-followed",
        "It is written down, but the gateway has not confirmed it.",
        "It lets nobody in once it could not read the store for ten seconds. End its process to be sure.");

    public static Refusal Unexpected { get; } =
        new(500, "unexpected", "Something went wrong inside Bartizan.", "Try again; the server's log has the request id.");

    public static Refusal NoRight(Right right) =>
        new(403, "no-right", $"This needs the right {Word(right)}.", $"Ask someone who may manage accounts for a role that has it: {Holders(right)}.")
        {
            Where = Word(right),
        };

    public static Refusal TooManySignIns(TimeSpan wait) =>
        new(429, "too-many-sign-ins", "Too many failed sign-ins.", string.Create(CultureInfo.InvariantCulture, $"Wait {Math.Ceiling(wait.TotalSeconds)} s."))
        {
            RetryAfter = wait,
        };

    public static Refusal NotFound(string what, string id) =>
        new(404, "not-found", $"There is no {what} of this id.", "Check the id.") { Where = "id", Detail = Shorten(id) };

    public static Refusal NoSuchEndpoint { get; } = new(404, "no-such-endpoint", "There is nothing at this path.", "GET /api/openapi.json lists what there is.");

    public static Refusal WrongMethod { get; } = new(405, "wrong-method", "This path does not know that method.", "GET /api/openapi.json lists what there is.");

    public static Refusal BadField(string field, string what, string fix) => new(400, "bad-field", what, fix) { Where = field };

    public static Refusal BadRequest(string detail) =>
        new(400, "bad-request", "The request could not be read.", "Compare it with GET /api/openapi.json.") { Detail = detail };

    public static Refusal TooLarge { get; } = new(413, "too-large", "The body is too large.", "Send at most 1 MiB.");

    public static Refusal Conflict(string field, string what, string fix) => new(409, "conflict", what, fix) { Where = field };

    public static Refusal LastAdmin { get; } =
        Conflict("id", "This is the last admin who can sign in.", "Give the role admin to somebody else first, who has chosen a password.");

    public static Refusal BadInput(string where, IReadOnlyList<InputError> errors) =>
        new(400, "bad-input", errors.Count == 1 ? errors[0].What : $"There are {errors.Count} errors.", errors is [{ Fix.Length: > 0 } only] ? only.Fix : "Correct what errors names, and send it again.")
        {
            Where = where,
            Errors = [.. errors.Select(e => new InputProblem(e.What, e.Fix, e.File, e.Line, e.Column))],
        };

    private static string Word(Right right) => char.ToLowerInvariant(right.ToString()[0]) + right.ToString()[1..];

    private static string Holders(Right right) =>
        string.Join(", ", Enum.GetValues<Role>().Where(role => RoleTable.Allows([role], right)).Select(role => role.ToString().ToLowerInvariant()));

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
