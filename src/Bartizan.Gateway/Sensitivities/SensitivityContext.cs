using Bartizan.Core.Exchanges;
using Bartizan.Guard.Sensitivities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Sensitivities;

/// <summary>A label as policies see it: <c>level</c> from 0 to 3, and <c>name</c>.</summary>
internal static class SensitivityContext
{
    private static readonly CedarRecord[] All =
    [
        .. Enum.GetValues<Sensitivity>().Select(label => new CedarRecord((KeyValuePair<string, CedarValue>[])
            [new("level", new CedarLong((long)label)), new("name", new CedarString(SensitivityNames.Of(label)))])),
    ];

    public static CedarRecord Of(Sensitivity label) => All[(int)label];
}
