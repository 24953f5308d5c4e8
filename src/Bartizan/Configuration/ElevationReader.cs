using Bartizan.Gateway.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>elevation</c>.</summary>
internal static class ElevationReader
{
    public static ElevationOptions Read(YamlSection section)
    {
        var defaults = new ElevationOptions();
        var options = new ElevationOptions
        {
            Wait = section.Value("wait", defaults.Wait, Quantities.Duration, Quantities.DurationExpected),
            Waiting = section.Value("waiting", defaults.Waiting, Quantities.Count, "a whole number"),
            Automatic = section.Value("automatic", defaults.Automatic, Quantities.Count, "a whole number"),
            Console = section.Text("console"),
        };
        section.Close();
        return options;
    }
}
