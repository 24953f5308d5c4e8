using Bartizan.Import.Sources;

namespace Bartizan.Import.LiteLlm;

/// <summary>Carries over one entry of <c>guardrails</c>.</summary>
internal static class LiteLlmGuardrail
{
    private const string Instead = "Compare what it caught with the built-in policies by `bartizan replay`, and write a policy where something is missing.";

    // Presidio's names of what is found, and ours.
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["CREDIT_CARD"] = "pii.payment-card",
        ["EMAIL_ADDRESS"] = "pii.email",
        ["IBAN_CODE"] = "pii.iban",
        ["IP_ADDRESS"] = "pii.ip-address",
        ["MAC_ADDRESS"] = "pii.mac-address",
        ["PHONE_NUMBER"] = "pii.phone",
        ["UK_NHS"] = "pii.uk-nhs",
        ["UK_NINO"] = "pii.uk-nino",
        ["US_PASSPORT"] = "pii.passport",
        ["US_SSN"] = "pii.us-ssn",
    };

    public static void Import(ImportPlan plan, SourceNode entry)
    {
        var settings = entry.Find("litellm_params");
        switch (settings?.Find("guardrail")?.Text)
        {
            case "presidio":
                settings.Take("guardrail");
                Presidio(plan, entry, settings);
                break;
            case "hide-secrets" or "hide_secrets":
                entry.TakeAll();
                plan.Notes.Add("Secrets: the built-in policies refuse requests with keys in them, and mask what only might be one.");
                break;
            default:
                plan.Refuse(entry, "This guardrail is a service of its own. Bartizan's inspectors run inside it.", Instead);
                break;
        }
    }

    private static void Presidio(ImportPlan plan, SourceNode entry, SourceNode settings)
    {
        entry.Find("guardrail_name")?.Take();
        var (requests, answers) = Modes(plan, settings.Find("mode"));
        var blocked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, action) in settings.Find("pii_entities_config")?.Fields ?? [])
        {
            if (!Labels.TryGetValue(name, out var label))
            {
                plan.Refuse(action, "Bartizan finds no personal data of this kind.", "See docs/guard.md for what it finds.");
            }
            else if (action.Take() is "BLOCK")
            {
                blocked.Add(label);
            }
        }

        plan.Notes.Add("Personal data: the built-in policies mask all of it, in requests and answers.");
        if (blocked.Count > 0 && (requests || answers))
        {
            plan.Policies.Add(Policy($"imported-presidio-{plan.Policies.Count + 1}", blocked, requests, answers));
        }

        if (settings.Find("default_on") is { } on && !LiteLlmImporter.IsTrue(on.Take()))
        {
            plan.Refuse(on, "It applied only to requests that asked for it. Policies here apply to all.", "Name the agents in the policy if only some are meant.");
        }
    }

    private static (bool Requests, bool Answers) Modes(ImportPlan plan, SourceNode? mode)
    {
        string?[] modes = mode is null ? ["pre_call"] : [mode.Take(), .. mode.Items.Select(i => i.Take())];
        if (modes.Contains("logging_only"))
        {
            plan.Notes.Add("Masking for logs alone: Bartizan records digests, never the text in clear.");
        }

        return (modes.Any(m => m is "pre_call" or "during_call"), modes.Contains("post_call"));
    }

    private static string Policy(string id, IEnumerable<string> labels, bool requests, bool answers)
    {
        string[] actions = [.. requests ? ["Action::\"invokeModel\""] : Array.Empty<string>(), .. answers ? ["Action::\"returnAnswer\""] : Array.Empty<string>()];
        return $$"""
            @id("{{id}}")
            @message("This holds personal data that may not pass here.")
            forbid (principal, action in [{{string.Join(", ", actions)}}], resource)
            when { context.labels.containsAny([{{string.Join(", ", labels.Select(l => $"\"{l}\""))}}]) };

            """.ReplaceLineEndings("\n");
    }
}
