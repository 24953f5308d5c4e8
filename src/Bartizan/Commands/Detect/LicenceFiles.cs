using System.Text.RegularExpressions;

namespace Bartizan.Commands.Detect;

/// <summary>
/// Finds the licence under which a rule was published: what the nearest file LICENSE in its folder or above
/// names with a version, else that file's first line. Public rule sets keep
/// theirs there, and ask that it stays with what their rules report.
/// </summary>
internal sealed partial class LicenceFiles
{
    private const int MostFolders = 16;
    private const int LongestName = 120;
    private const int MostLines = 40;

    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>The licence's name, or null when there is none.</summary>
    public string? Of(string file) => Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder ? OfFolder(folder, MostFolders) : null;

    private string? OfFolder(string folder, int most)
    {
        if (_known.TryGetValue(folder, out var known))
        {
            return known;
        }

        var found = Name(Path.Combine(folder, "LICENSE")) ?? Name(Path.Combine(folder, "LICENSE.md")) ?? Name(Path.Combine(folder, "LICENSE.txt"));
        if (found is null && most > 0 && Path.GetDirectoryName(folder) is { Length: > 0 } above)
        {
            found = OfFolder(above, most - 1);
        }

        return _known[folder] = found;
    }

    private static string? Name(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            var start = string.Join('\n', File.ReadLines(file).Take(MostLines));
            var line = Versioned().Match(start) is { Success: true } named
                ? named.Value
                : start.Split('\n').Select(l => l.Trim('#', ' ', '\t', '*')).FirstOrDefault(l => l.Length > 0);
            return line?.Length > LongestName ? line[..LongestName] : line;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The rule works without; its author still stands on what it reports.
            return null;
        }
    }

    // Such as "Detection Rule License (DRL) 1.1".
    [GeneratedRegex(@"[A-Z][A-Za-z ]*Licen[sc]e[^\]\n.]{0,12}[0-9](\.[0-9])*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Versioned();
}
