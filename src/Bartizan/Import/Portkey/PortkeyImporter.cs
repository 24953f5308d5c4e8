using System.Globalization;
using System.Text;
using Bartizan.Import.Sources;

namespace Bartizan.Import.Portkey;

/// <summary>Carries over a Portkey gateway config (JSON, keys in snake or camel case; format: the gateway's own types and Portkey's documentation, "Configs").</summary>
internal static class PortkeyImporter
{
    private static readonly string[] Lists = ["targets", "options"];

    /// <summary>What to write for it.</summary>
    public static ImportPlan Import(string text, string file)
    {
        var root = JsonSource.Read(text, file, Snake);
        var plan = new ImportPlan();
        Visit(plan, root);
        plan.RefuseUnused(root, PortkeyReasons.All);
        return plan;
    }

    private static void Visit(ImportPlan plan, SourceNode node)
    {
        if (node.Find("request_timeout") is { } timeout)
        {
            Timeout(plan, timeout);
        }

        var targets = Lists.SelectMany(name => node.Find(name)?.Items ?? []).ToList();
        targets.ForEach(target => Visit(plan, target));
        if (targets.Count == 0)
        {
            PortkeyTarget.Import(plan, node);
        }
    }

    // One time-out is for all; the longest cuts nobody off who was served before.
    private static void Timeout(ImportPlan plan, SourceNode node)
    {
        if (!double.TryParse(node.Take(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds < 1 || milliseconds > TimeSpan.FromHours(24).TotalMilliseconds)
        {
            plan.Refuse(node, "It is no number of milliseconds up to a day.", "Set gateway.timeouts.total, for example 10m.");
            return;
        }

        var total = TimeSpan.FromMilliseconds(milliseconds);
        if (plan.Total is { } before && before != total)
        {
            plan.Refuse(node, "Time-outs are one for all upstreams; the longest was taken.", "Set gateway.timeouts.total if another is meant.");
        }

        plan.Total = plan.Total > total ? plan.Total : total;
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            _ = char.IsAsciiLetterUpper(c) ? snake.Append(snake.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(c)) : snake.Append(c);
        }

        return snake.ToString();
    }
}
