using System.Reflection;
using System.Text;
using Bartizan.Guard.Injection.Training;

namespace Bartizan.Guard.Injection.Generation;

/// <summary>
/// Labelled rows drawn from the grammars in <c>content/guard</c>: attacks of many kinds, and the benign texts that look most like them.
/// The same grammars and seed give the same rows.
/// </summary>
internal static class GeneratedRows
{
    private const string Prefix = "guard/";
    private const string Languages = "languages/";
    private const int TriesARow = 6;
    private const int Misspellings = 3600;

    /// <summary>The grammars that ship with this build, by name.</summary>
    public static IReadOnlyDictionary<string, Grammar> ReadShipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var grammars = new Dictionary<string, Grammar>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var name = Path.ChangeExtension(resource[Prefix.Length..], null).Replace('\\', '/');
            grammars.Add(name, Grammar.Read(name, reader));
        }

        return grammars;
    }

    /// <summary>The rows of the grammars, and real rows misspelt.</summary>
    public static IReadOnlyList<LabelledText> CreateAll(IReadOnlyDictionary<string, Grammar> grammars, IReadOnlyList<LabelledText> rows, ulong seed, IReadOnlyCollection<string>? without = null)
    {
        var training = rows.Where(r => r.Split is "train" or "").ToList();
        var generated = Create(grammars, seed, without).ToList();
        return [.. generated, .. Misspelt.Create([.. training, .. generated], Misspellings, seed)];
    }

    /// <summary>All rows of every family but those named in <paramref name="without"/>.</summary>
    public static IEnumerable<LabelledText> Create(IReadOnlyDictionary<string, Grammar> grammars, ulong seed, IReadOnlyCollection<string>? without = null) =>
        grammars.Values.Where(g => g.Value("channel", "").Length > 0 && without?.Contains(g.Name) is not true)
            .OrderBy(g => g.Name, StringComparer.Ordinal).SelectMany(g => OfFamily(grammars, g, seed));

    /// <summary>The rows of one family: its lines <c>attack: 400 section item=orders</c> and <c>benign: …</c>, once for each language where it says so.</summary>
    private static IEnumerable<LabelledText> OfFamily(IReadOnlyDictionary<string, Grammar> all, Grammar family, ulong seed)
    {
        var used = family.Value("use", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Named(all, name)).ToList();
        IEnumerable<Grammar?> languages = family.Value("each", "") == "language"
            ? all.Values.Where(g => g.Name.StartsWith(Languages, StringComparison.Ordinal)).OrderBy(g => g.Name, StringComparer.Ordinal)
            : [null];
        foreach (var language in languages)
        {
            Grammar[] grammars = language is null ? [family, .. used] : [family, language, .. used];
            var source = $"generated {family.Name}{(language is null ? "" : $"/{language.Name[Languages.Length..]}")}";
            foreach (var (key, line) in family.Header.Where(h => h.Key is "attack" or "benign"))
            {
                foreach (var row in OfLine(grammars, line, source, key == "attack", seed))
                {
                    yield return row;
                }
            }
        }
    }

    private static List<LabelledText> OfLine(Grammar[] grammars, string line, string source, bool attack, ulong seed)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var count = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
        var bindings = parts[2..].Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var expander = new GrammarExpander(grammars, bindings);
        var channel = grammars[0].Value("channel", "") == "data" ? InjectionChannel.Data : InjectionChannel.User;
        var userOnly = grammars[0].Value("teaches", "") == "user";
        var random = new SplitMix(seed ^ Hash(source + line));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<LabelledText>(count);
        for (var tries = 0; rows.Count < count && tries < count * TriesARow; tries++)
        {
            var (text, payload) = expander.Draw(parts[1], ref random);
            if (seen.Add(text))
            {
                rows.Add(new LabelledText(text, attack ? "injection" : "benign", channel, source, "train", attack ? payload : "", UserOnly: userOnly));
            }
        }

        return rows;
    }

    private static Grammar Named(IReadOnlyDictionary<string, Grammar> all, string name) =>
        all.TryGetValue(name, out var grammar) ? grammar : throw new InvalidDataException($"There is no grammar '{name}' in content/guard.");

    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }
}
