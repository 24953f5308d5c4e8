using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard.Sensitivities;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>sensitivity</c>.</summary>
internal static class SensitivityReader
{
    private const string Expected = "public, internal, confidential or restricted";

    /// <summary>The section, or null when there is none.</summary>
    public static SensitivityOptions? Read(YamlSection root)
    {
        if (!root.Has("sensitivity"))
        {
            return null;
        }

        var section = root.Section("sensitivity");
        var options = new SensitivityOptions
        {
            Findings = Labels(section.Section("findings")),
            Header = section.Text("header"),
            Purview = Labels(section.Section("purview")),
            Keep = section.Value("keep", new SensitivityOptions().Keep, Quantities.Duration, Quantities.DurationExpected),
        };
        section.Close();
        return options;
    }

    private static Dictionary<string, Sensitivity> Labels(YamlSection section) => section.Map().Keys.ToDictionary(
        name => name, name => section.Value(name, Sensitivity.Public, static text => SensitivityNames.Parse(text), Expected), StringComparer.Ordinal);
}
