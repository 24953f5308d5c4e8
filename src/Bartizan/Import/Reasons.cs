using System.Text.RegularExpressions;

namespace Bartizan.Import;

/// <summary>
/// Says of settings why they are not carried over: by the beginning of their path without list indices, or by <c>*</c> and a name in it; the longest that
/// fits counts.
/// </summary>
internal sealed partial class Reasons(IReadOnlyDictionary<string, (string Why, string Instead)> byPath)
{
    private const string AnyPlace = "*";

    private static readonly (string, string) Unknown = ("Bartizan has no such setting.", "Leave it out, unless you know that something depends on it.");

    public (string Why, string Instead) For(string path)
    {
        for (var text = Indices().Replace(path, ""); text.Length > 0; text = text[..Math.Max(0, text.LastIndexOf('.'))])
        {
            if (byPath.TryGetValue(text, out var reason) || byPath.TryGetValue(AnyPlace + text[(text.LastIndexOf('.') + 1)..], out reason))
            {
                return reason;
            }
        }

        return Unknown;
    }

    /// <summary>Whether parts of a setting have reasons of their own.</summary>
    public bool Divide(string path) => Indices().Replace(path, "") + "." is var beginning && byPath.Keys.Any(k => k.StartsWith(beginning, StringComparison.Ordinal));

    [GeneratedRegex(@"\[\d+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Indices();
}
