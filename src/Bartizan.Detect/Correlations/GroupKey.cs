using System.Globalization;
using System.Text;

namespace Bartizan.Detect.Correlations;

/// <summary>One text for several, which no other texts make.</summary>
internal static class GroupKey
{
    public static string Of(IReadOnlyList<string> values)
    {
        if (values.Count == 1)
        {
            return values[0];
        }

        var key = new StringBuilder();
        foreach (var value in values)
        {
            key.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
        }

        return key.ToString();
    }
}
