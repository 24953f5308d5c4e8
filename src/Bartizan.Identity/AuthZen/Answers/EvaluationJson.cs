using System.Text.Json;
using Bartizan.Identity.AuthZen.Access;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Deciding;

namespace Bartizan.Identity.AuthZen.Answers;

/// <summary>Writes a decision: <c>{"decision", "context"}</c>, with reasons under HTTP status codes as the specification's examples have them.</summary>
internal static class EvaluationJson
{
    // What one evaluation fails on may fail a thousand policies, and a hundred evaluations.
    private const int MostListed = 20;

    public static void Write(Utf8JsonWriter json, Decided decided, PdpMetadata? metadata = null)
    {
        json.WriteStartObject();
        json.WriteBoolean("decision", decided.Allowed);
        json.WriteStartObject("context");
        if (decided.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteNumber("status", 400);
            json.WriteString("message", error);
            json.WriteEndObject();
        }
        else
        {
            WriteReasons(json, decided);
        }

        WriteAccess(json, decided, metadata);
        WriteList(json, "ignored", decided.Ignored.Take(MostListed));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteReasons(Utf8JsonWriter json, Decided decided)
    {
        var answer = decided.Answer;
        json.WriteStartObject("reason_admin");
        json.WriteString(answer.Allowed ? "200" : "403", (answer.Allowed, answer.Reasons) switch
        {
            (true, var policies) => $"Permitted by {string.Join(", ", policies)}.",
            (false, []) => "No policy permits it.",
            (false, var policies) => $"Denied by {string.Join(", ", policies)}.",
        });
        json.WriteEndObject();
        if (!answer.Allowed && Texts(answer.Determining, "message") is { Count: > 0 } messages)
        {
            json.WriteStartObject("reason_user");
            json.WriteString("403", string.Join(' ', messages));
            json.WriteEndObject();
        }

        WriteList(json, "policies", answer.Reasons);
        WriteList(json, "codes", Texts(answer.Determining, "code"));
        WriteObligations(json, answer.Determining);
        WriteErrors(json, answer.Errors);
    }

    // AuthZEN Access Request and Approval Profile, draft 1: how people are asked, by which approval it passes, or what to do with one that was good for nothing.
    private static void WriteAccess(Utf8JsonWriter json, Decided decided, PdpMetadata? metadata)
    {
        if (decided.Granted is { Grant: var grant })
        {
            json.WriteStartObject("approval");
            json.WriteString("id", grant.Id);
            json.WriteString("approved_until", TaskJson.Time(grant.Ends));
            json.WriteEndObject();
        }

        if (decided.Outlook is { } outlook)
        {
            json.WriteString("next_action", outlook == Outlook.Request ? "request" : "none");
        }

        if (decided.Denial is { } denial && metadata is not null)
        {
            json.WriteString("evaluation_id", denial.Id);
            json.WriteString("evaluated_at", TaskJson.Time(denial.At));
            json.WriteString("reason", decided.Outlook is null ? "approval_required" : "approval_expired");
            json.WriteStartObject("access_request");
            json.WriteString("endpoint", metadata.Self + AuthZenPaths.Requests);
            json.WriteString("expires_at", TaskJson.Time(denial.Ends));
            json.WriteEndObject();
        }
        else if (decided.Outlook is not null)
        {
            json.WriteString("reason", "policy_denied");
        }
    }

    private static List<string> Texts(IReadOnlyList<Policy.Policy> policies, string annotation) =>
        [.. policies.Select(p => p.Annotations.GetValueOrDefault(annotation)).OfType<string>().Where(t => t.Length > 0).Distinct()];

    private static void WriteObligations(Utf8JsonWriter json, IReadOnlyList<Policy.Policy> determining)
    {
        var begun = false;
        foreach (var (id, value, policy) in Obligations.Of(determining))
        {
            if (!begun)
            {
                json.WriteStartArray("obligations");
                begun = true;
            }

            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("value", value);
            json.WriteString("policy", policy);
            json.WriteEndObject();
        }

        if (begun)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<Policy.PolicyError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        json.WriteStartArray("errors");
        foreach (var error in errors.Take(MostListed))
        {
            json.WriteStartObject();
            json.WriteString("policy", error.PolicyId);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (errors.Count > MostListed)
        {
            json.WriteNumber("errors_left_out", errors.Count - MostListed);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        var list = texts as IReadOnlyCollection<string> ?? [.. texts];
        if (list.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in list)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
