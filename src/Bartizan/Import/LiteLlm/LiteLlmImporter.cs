using System.Globalization;
using Bartizan.Gateway.Configuration;
using Bartizan.Import.Sources;

namespace Bartizan.Import.LiteLlm;

/// <summary>Carries over a LiteLLM proxy configuration (its <c>config.yaml</c>; format: LiteLLM's documentation, "All settings").</summary>
internal static class LiteLlmImporter
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>What to write for it.</summary>
    public static ImportPlan Import(string text, string file)
    {
        var root = YamlSource.Read(text, file);
        var plan = new ImportPlan();
        foreach (var entry in root.Find("model_list")?.Items ?? [])
        {
            LiteLlmModel.Import(plan, entry);
        }

        Timeouts(plan, root);
        Recording(plan, root);
        foreach (var guardrail in root.Find("guardrails")?.Items ?? [])
        {
            LiteLlmGuardrail.Import(plan, guardrail);
        }

        plan.RefuseUnused(root, LiteLlmReasons.All);
        return plan;
    }

    private static void Timeouts(ImportPlan plan, SourceNode root)
    {
        foreach (var node in new[] { root.Find("router_settings")?.Find("timeout"), root.Find("litellm_settings")?.Find("request_timeout") }.OfType<SourceNode>())
        {
            if (plan.Total is not null)
            {
                plan.Refuse(node, "Two settings say how long a request may take; the router's was taken.", "Set gateway.timeouts.total if this one was meant.");
            }
            else if (Seconds(node.Take()) is { } total)
            {
                plan.Total = total;
            }
            else
            {
                plan.Refuse(node, "It is no number of seconds up to a day.", "Set gateway.timeouts.total, for example 10m.");
            }
        }
    }

    private static void Recording(ImportPlan plan, SourceNode root)
    {
        if (IsTrue(root.Find("general_settings")?.Take("store_prompts_in_spend_logs")))
        {
            plan.Content = RecordedContent.Sealed;
        }

        if (IsTrue(root.Find("litellm_settings")?.Take("turn_off_message_logging")))
        {
            plan.Content = RecordedContent.Digest;
        }
    }

    internal static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0.001 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
}
