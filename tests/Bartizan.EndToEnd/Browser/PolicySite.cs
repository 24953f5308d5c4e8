using Bartizan.Testing;

namespace Bartizan.EndToEnd.Browser;

/// <summary>The same, with the default policies in a folder, in which the console may save.</summary>
public sealed class PolicySite : ConsoleSite
{
    public string PathOf(string name) => Path.Combine(Path.GetDirectoryName(Write("policies-here", ""))!, "rules", name);

    protected override string Settings()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf("x"))!);
        foreach (var name in new[] { "default.cedar", "default.tests.yaml" })
        {
            File.Copy(Repository.PathTo("content", "policies", name), PathOf(name));
        }

        File.WriteAllText(
            PathOf("payments.cedar"),
            """
            // Calls of the payment tools.
            @id("payments-only-for-finance")
            @message("Payments are for the finance team's agents.")
            forbid (principal, action == Action::"callTool", resource)
            when { context.tool like "pay*" }
            unless { principal.hasTag("team") && principal.getTag("team") == "finance" };

            """);
        return "\npolicies: rules\nconsole:\n  editPolicies: true\n";
    }
}
