using Bartizan.Gateway.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads <c>gateway.tools</c>: what people know of the tools that models may call.</summary>
internal static class ToolsReader
{
    public static IReadOnlyList<ToolOptions> Read(YamlSection gateway) => [.. gateway.Sections("tools").Select(Tool)];

    private static ToolOptions Tool(YamlSection section)
    {
        var tool = new ToolOptions
        {
            Name = section.Required("name"),
            TrustedResults = section.Value("trustedResults", false, Quantities.YesNo, Quantities.YesNoExpected),
            Private = Known(section, "private"),
            Outward = Known(section, "outward"),
            Reversible = section.Value("reversible", false, Quantities.YesNo, Quantities.YesNoExpected),
        };
        section.Close();
        return tool;
    }

    private static bool? Known(YamlSection section, string name)
    {
        var value = section.Value(name, false, Quantities.YesNo, Quantities.YesNoExpected);
        return section.Has(name) ? value : null;
    }
}
