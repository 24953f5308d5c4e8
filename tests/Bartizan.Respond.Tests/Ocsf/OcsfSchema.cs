using System.Text.Json;

namespace Bartizan.Respond.Tests.Ocsf;

/// <summary>
/// What OCSF 1.9.0 demands of the classes and objects that we write, taken by hand from the schema's own files: required attributes with their types,
/// "at least one of" constraints, and the values of enumerations.
/// </summary>
internal static class OcsfSchema
{
    private static readonly Dictionary<int, string> Classes = new() { [0] = "base_event", [2004] = "detection_finding", [6003] = "api_activity" };

    private static readonly Dictionary<string, (string Name, JsonValueKind Kind)[]> Required = new()
    {
        ["base_event"] = [("activity_id", JsonValueKind.Number), ("category_uid", JsonValueKind.Number), ("class_uid", JsonValueKind.Number), ("metadata", JsonValueKind.Object), ("severity_id", JsonValueKind.Number), ("time", JsonValueKind.Number), ("type_uid", JsonValueKind.Number)],
        ["api_activity"] = [("actor", JsonValueKind.Object), ("api", JsonValueKind.Object), ("src_endpoint", JsonValueKind.Object)],
        ["detection_finding"] = [("finding_info", JsonValueKind.Object)],
        ["metadata"] = [("product", JsonValueKind.Object), ("version", JsonValueKind.String)],
        ["api"] = [("operation", JsonValueKind.String)],
        ["request"] = [("uid", JsonValueKind.String)],
        ["http_response"] = [("code", JsonValueKind.Number)],
        ["finding_info"] = [("uid", JsonValueKind.String)],
        ["analytic"] = [("type_id", JsonValueKind.Number)],
        ["related_events"] = [("uid", JsonValueKind.String)],
        ["ai_agent"] = [("uid", JsonValueKind.String)],
        ["ai_model"] = [("ai_provider", JsonValueKind.String), ("name", JsonValueKind.String)],
    };

    private static readonly Dictionary<string, string[]> AtLeastOne = new()
    {
        ["actor"] = ["process", "user", "session", "application"],
        ["user"] = ["account", "name", "uid"],
        ["src_endpoint"] = ["ip", "uid", "name", "hostname", "svc_name"],
        ["dst_endpoint"] = ["ip", "uid", "name", "hostname", "svc_name"],
        ["message_context"] = ["application", "service"],
        ["evidences"] = ["actor", "api", "data", "ai_agent"],
        ["product"] = ["name", "uid"],
        ["policy"] = ["name", "uid"],
        ["service"] = ["name", "uid"],
        ["resources"] = ["name", "uid"],
        ["analytic"] = ["name", "uid"],
    };

    private static readonly Dictionary<string, int[]> Values = new()
    {
        ["severity_id"] = [0, 1, 2, 3, 4, 5, 6, 99],
        ["status_id"] = [0, 1, 2, 3, 4, 5, 6, 99],
        ["action_id"] = [0, 1, 2],
        ["disposition_id"] = [.. Enumerable.Range(0, 28), 99],
        ["confidence_id"] = [0, 1, 2, 3, 99],
        ["ai_role_id"] = [0, 1, 2, 3, 4, 5, 6, 99],
    };

    private static readonly string[] Integers = ["time", "duration", "created_time", "sequence", "confidence_score", "prompt_tokens", "completion_tokens", "total_tokens", "latency", "code"];

    /// <summary>Everything that is wrong with an event.</summary>
    public static IReadOnlyList<string> Problems(JsonElement root)
    {
        var problems = new List<string>();
        var uid = root.GetProperty("class_uid").GetInt32();
        CheckRequired("base_event", root, "", problems);
        CheckRequired(Classes[uid], root, "", problems);
        if (root.GetProperty("type_uid").GetInt32() != (uid * 100) + root.GetProperty("activity_id").GetInt32() || root.GetProperty("category_uid").GetInt32() != uid / 1000)
        {
            problems.Add("class, category and type do not fit together");
        }

        int[] activities = uid switch { 6003 => [0, 1, 2, 3, 4, 99], 2004 => [0, 1, 2, 3, 99], _ => [0, 99] };
        if (!activities.Contains(root.GetProperty("activity_id").GetInt32()))
        {
            problems.Add("activity_id");
        }

        Walk(root, "", problems);
        return problems;
    }

    private static void Walk(JsonElement at, string path, List<string> problems)
    {
        foreach (var property in at.EnumerateObject().Where(p => p.Name is not ("unmapped" or "data")))
        {
            var where = $"{path}/{property.Name}";
            if (Values.TryGetValue(property.Name, out var allowed) && !allowed.Contains(property.Value.GetInt32()))
            {
                problems.Add($"{where} is {property.Value}");
            }

            if (Integers.Contains(property.Name) && !property.Value.TryGetInt64(out _))
            {
                problems.Add($"{where} is no integer");
            }

            foreach (var item in property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToArray() : [property.Value])
            {
                if (item.ValueKind == JsonValueKind.Object)
                {
                    CheckRequired(property.Name, item, where, problems);
                    Walk(item, where, problems);
                }
                else if (item.ValueKind == JsonValueKind.Null || (item.ValueKind == JsonValueKind.String && item.GetString()!.Length == 0 && property.Name != "desc"))
                {
                    problems.Add($"{where} is empty");
                }
            }
        }
    }

    private static void CheckRequired(string type, JsonElement at, string where, List<string> problems)
    {
        foreach (var (name, kind) in Required.GetValueOrDefault(type, []))
        {
            if (!at.TryGetProperty(name, out var value) || value.ValueKind != kind)
            {
                problems.Add($"{where}/{name} is missing or of another type");
            }
        }

        if (AtLeastOne.TryGetValue(type, out var some) && !some.Any(s => at.TryGetProperty(s, out _)))
        {
            problems.Add($"{where} has none of {string.Join(", ", some)}");
        }
    }
}
