using System.Text.Json;

namespace Bartizan.Identity.AuthZen.Access;

/// <summary>What is wrong with an access request, as RFC 9457 has it (same draft, "Error Responses").</summary>
internal sealed record AccessProblem(int Status, string Type, string Title, string Detail)
{
    private const string Prefix = "urn:openid:authzen:access-request:error:";

    public static readonly AccessProblem NotRequestable = new(400, "not_requestable", "Access is not requestable", "Policy does not hold this for people: it is allowed, or something else is against it. Evaluate it again.");
    public static readonly AccessProblem Expired = new(410, "expired_denial", "The denial is over", "It can no longer be asked for. Evaluate again, and send what that answer says.");
    public static readonly AccessProblem NotBound = new(400, "invalid_denial_binding", "The request does not belong to the denial", "Send subject, action, resource and context as they were evaluated, with denial.evaluation_id and denial.expires_at as they were answered.");
    public static readonly AccessProblem UnknownTask = new(404, "unknown_task", "There is no such task", "It is not known, or not this caller's.");

    /// <summary>Too many wait; the draft names no problem for it.</summary>
    public static AccessProblem TooMany(int most) => new(429, "", "Too many requests wait", $"{most} access requests of this caller wait for people already.");

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", Type.Length == 0 ? "about:blank" : Prefix + Type);
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteEndObject();
    }
}
