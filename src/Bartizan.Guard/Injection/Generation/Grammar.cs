using System.Buffers;

namespace Bartizan.Guard.Injection.Generation;

/// <summary>
/// A file of text patterns: a header of <c>key: value</c> lines, then sections. A section is a line <c>[name]</c> and one alternative a
/// line below it. In an alternative <c>‹name›</c> stands for a section and <c>‹a|b|›</c> for a choice made in place (the last may be
/// empty); <c>\n</c> is a line feed, <c>\-</c> nothing, for words that must not stand in a file whole. Lines that begin with <c>#</c> are remarks.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Header">The header, in order; a key may come twice.</param>
/// <param name="Sections">Alternatives by section.</param>
internal sealed record Grammar(string Name, IReadOnlyList<(string Key, string Value)> Header, IReadOnlyDictionary<string, string[]> Sections)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A line fits nowhere; the message names file and line.</exception>
    public static Grammar Read(string name, TextReader reader)
    {
        var header = new List<(string, string)>();
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? section = null;
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[' && line[^1] == ']' && line.AsSpan(1, line.Length - 2).IndexOfAnyExcept(NameChars) < 0)
            {
                section = [];
                if (!sections.TryAdd(line[1..^1], section))
                    throw new InvalidDataException($"{name}:{number}: section {line} is there twice; join the two.");
            }
            else if (section is not null)
            {
                section.Add(line.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\-", "", StringComparison.Ordinal));
            }
            else
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                if (colon < 0)
                    throw new InvalidDataException($"{name}:{number}: a header line is 'key: value'; this one has no colon.");
                header.Add((line[..colon], line[(colon + 2)..].Trim()));
            }
        }

        return new Grammar(name, header, sections.ToDictionary(s => s.Key, s => s.Value.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>The first value of a header key, or <paramref name="otherwise"/>.</summary>
    public string Value(string key, string otherwise) => Header.FirstOrDefault(h => h.Key == key).Value ?? otherwise;

    /// <summary>All values of a header key.</summary>
    public IEnumerable<string> Values(string key) => Header.Where(h => h.Key == key).Select(h => h.Value);

    /// <summary>What names of sections are made of.</summary>
    public static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
