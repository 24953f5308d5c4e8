using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Sensitivities;

/// <summary>The labels as people and documents write them.</summary>
public static class SensitivityNames
{
    private static readonly string[] All = ["public", "internal", "confidential", "restricted"];

    /// <summary>The names, lowest first.</summary>
    public static IReadOnlyList<string> Names => All;

    /// <summary>A label's name.</summary>
    public static string Of(Sensitivity label) => All[(int)label];

    /// <summary>The label of a name, in any case; null when there is none of that name.</summary>
    public static Sensitivity? Parse(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if (name.Equals(All[i], StringComparison.OrdinalIgnoreCase))
            {
                return (Sensitivity)i;
            }
        }

        return null;
    }
}
