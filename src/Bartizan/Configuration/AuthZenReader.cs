using Bartizan.Identity.AuthZen.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>authzen</c>: the decision point for other enforcement points.</summary>
internal static class AuthZenReader
{
    private const string Whole = "a whole number";

    /// <summary>The options, or null when there is no such section.</summary>
    public static AuthZenOptions? Read(YamlSection root, Func<string?, string?> path)
    {
        if (!root.Has("authzen"))
        {
            return null;
        }

        var section = root.Section("authzen");
        var options = new AuthZenOptions
        {
            Policies = [.. (section.Texts("policies") ?? []).Select(path).OfType<string>()],
            Entities = path(section.Text("entities")),
            Schema = path(section.Text("schema")),
            Namespace = section.Text("namespace"),
            Callers = section.Texts("callers") ?? [],
            AttributesFrom = section.Texts("attributesFrom") ?? [],
            Anonymous = section.Value("anonymous", false, Quantities.YesNo, Quantities.YesNoExpected),
            Url = section.Text("url"),
            Limits = Limits(section.Section("limits")),
        };
        section.Close();
        return options;
    }

    private static AuthZenLimits Limits(YamlSection section)
    {
        var defaults = new AuthZenLimits();
        var limits = new AuthZenLimits
        {
            RequestBody = section.Value("requestBody", defaults.RequestBody, Quantities.Size, Quantities.SizeExpected),
            Depth = section.Value("depth", defaults.Depth, Quantities.Count, Whole),
            Evaluations = section.Value("evaluations", defaults.Evaluations, Quantities.Count, Whole),
            Candidates = section.Value("candidates", defaults.Candidates, Quantities.Count, Whole),
            Page = section.Value("page", defaults.Page, Quantities.Count, Whole),
        };
        section.Close();
        return limits;
    }
}
