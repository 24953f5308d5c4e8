using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Matching;

/// <summary>All atoms of an engine; asking for one that is there already gives the same.</summary>
internal sealed class AtomTable
{
    private readonly Dictionary<string, Atom> _known = new(StringComparer.Ordinal);
    private readonly List<Atom> _atoms = [];

    public IReadOnlyList<Atom> All => _atoms;

    public Atom Present(string field) => Get($"p\0{field}", id => new Atom(id, field, AtomKind.Present));

    public Atom Null(string field) => Get($"n\0{field}", id => new Atom(id, field, AtomKind.Null));

    public Atom Text(string? field, IEnumerable<(TextShape Shape, string Text)> texts)
    {
        var sorted = texts.Select(t => (t.Shape, Text: SigmaText.Fold(t.Text))).Distinct().OrderBy(t => t.Text, StringComparer.Ordinal).ThenBy(t => t.Shape).ToList();
        var key = new StringBuilder("t").Append(field is null ? "" : "\0" + field);
        foreach (var (shape, text) in sorted)
        {
            key.Append('\0').Append((int)shape).Append(text.Length).Append(':').Append(text);
        }

        return Get(key.ToString(), id => new Atom(id, field, AtomKind.Text) { Literals = [.. sorted.Select(t => new Literal(t.Shape, Encoding.UTF8.GetBytes(t.Text)))] });
    }

    public Atom Networks(string field, IReadOnlyList<Network> networks) =>
        Get($"c\0{field}\0{string.Join(',', networks)}", id => new Atom(id, field, AtomKind.Network) { Networks = networks });

    public Atom Glob(string? field, string pattern, bool cased)
    {
        var glob = new Glob(pattern, cased);
        var before = glob.LongestPiece() is var (shape, piece) ? Text(field, [(shape, piece)]) : field is null ? null : Present(field);
        return Get($"g{cased}\0{field ?? "\0"}\0{pattern}", id => new Atom(id, field, AtomKind.Glob) { Glob = glob, Before = before });
    }

    public Atom Regex(string? field, Regex regex, string? needed)
    {
        var before = needed is not null ? Text(field, [(TextShape.Contains, needed)]) : field is null ? null : Present(field);
        return Get($"r{(int)regex.Options}\0{field ?? "\0"}\0{regex}", id => new Atom(id, field, AtomKind.Regex) { Regex = regex, Before = before });
    }

    public Atom Compare(string field, Comparison comparison)
    {
        var before = Present(field);
        return Get(string.Create(CultureInfo.InvariantCulture, $"m\0{field}\0{comparison.Part}{comparison.Operator}{comparison.Number:R}"), id => new Atom(id, field, AtomKind.Compare) { Comparison = comparison, Before = before });
    }

    public Atom Reference(string field, string other, TextShape shape, bool cased)
    {
        var before = Present(field);
        return Get($"f{(int)shape}{cased}\0{field}\0{other}", id => new Atom(id, field, AtomKind.FieldReference) { Other = (other, shape, cased), Before = before });
    }

    private Atom Get(string key, Func<int, Atom> make)
    {
        if (!_known.TryGetValue(key, out var atom))
        {
            _known[key] = atom = make(_atoms.Count);
            _atoms.Add(atom);
        }

        return atom;
    }
}
