using Bartizan.Gateway.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>masking</c>.</summary>
internal static class MaskingReader
{
    public static MaskingOptions Read(YamlSection section)
    {
        var options = new MaskingOptions { Keep = section.Value("keep", new MaskingOptions().Keep, Quantities.Duration, Quantities.DurationExpected) };
        section.Close();
        return options;
    }
}
