using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Elevation;

namespace Bartizan.Identity.AuthZen.Access;

/// <summary>Writes the state of an access request as a task (same draft, "Access Request Response", "Completed Task Response"). Says nothing of who decides or decided.</summary>
internal static class TaskJson
{
    public static void Write(Utf8JsonWriter json, AccessRequest request, int approvals, Grant? grant, string address)
    {
        json.WriteStartObject();
        json.WriteStartObject("task");
        json.WriteString("id", request.Id);
        json.WriteString("status", StatusOf(request, grant));
        json.WriteString("status_endpoint", address);
        if (request.State == AccessRequestState.Waiting)
        {
            json.WriteString("expires_at", Time(request.Ends));
            json.WriteStartObject("progress");
            json.WriteNumber("current_step", Math.Min(approvals + 1, request.Needs));
            json.WriteNumber("total_steps", request.Needs);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (request.State == AccessRequestState.Approved && grant is { Revoked: null })
        {
            json.WriteStartObject("result");
            json.WriteString("mode", "reevaluate");
            json.WriteStartObject("approval");
            json.WriteString("id", grant.Id);
            json.WriteString("approved_at", Time(grant.Created));
            json.WriteString("approved_until", Time(grant.Ends));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A time as RFC 3339 has it, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Taken back is cancelled: a result that is good for nothing must not stand beside "approved".
    private static string StatusOf(AccessRequest request, Grant? grant) => request.State switch
    {
        AccessRequestState.Approved => grant is { Revoked: null } ? "approved" : "cancelled",
        AccessRequestState.Denied => "denied",
        AccessRequestState.Expired => "expired",
        _ => "pending",
    };
}
