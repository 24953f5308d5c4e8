using Bartizan.Detect.Events;

namespace Bartizan.Detect.Matching;

/// <summary>All that the rules of one index ask of one field, found together.</summary>
internal sealed class FieldMatcher
{
    private readonly int _present;
    private readonly LiteralTable? _equal;
    private readonly LiteralTable? _starts;
    private readonly LiteralTable? _ends;
    private readonly GramTable? _long;
    private readonly GramTable? _middle;
    private readonly ShortTexts? _short;
    private readonly NetworkTable? _networks;
    private readonly bool _any;

    public FieldMatcher(int field, IReadOnlyList<Atom> atoms)
    {
        Field = field;
        _present = atoms.FirstOrDefault(a => a.Kind == AtomKind.Present)?.Id ?? -1;
        _equal = Table(TextShape.Equals);
        _starts = Table(TextShape.StartsWith);
        _ends = Table(TextShape.EndsWith);
        var inside = Literals(TextShape.Contains);
        _long = Grams(l => l >= GramTable.LongText, 4);
        _middle = Grams(l => l is >= GramTable.Gram and < GramTable.LongText, 1);
        _short = inside.Any(l => l.Text.Length < GramTable.Gram) ? new ShortTexts([.. inside.Where(l => l.Text.Length < GramTable.Gram)]) : null;
        _any = _equal is not null || _starts is not null || _ends is not null || inside.Count > 0;
        var networks = atoms.SelectMany(a => a.Networks.Select(n => (n, a.Id))).ToList();
        _networks = networks.Count == 0 ? null : new NetworkTable(networks);

        GramTable? Grams(Func<int, bool> length, int stride) => inside.Any(l => length(l.Text.Length)) ? new GramTable([.. inside.Where(l => length(l.Text.Length))], stride) : null;

        LiteralTable? Table(TextShape shape)
        {
            var literals = Literals(shape);
            return literals.Count == 0 ? null : new LiteralTable(shape, literals);
        }

        List<(byte[] Text, int Atom)> Literals(TextShape shape) => [.. atoms.SelectMany(a => a.Literals.Where(l => l.Shape == shape).Select(l => (l.Text, a.Id)))];
    }

    /// <summary>The field's number, or -1 where any value of the event is meant.</summary>
    public int Field { get; }

    /// <summary>Sets the atoms that hold for one of the field's values.</summary>
    public void Match(EventTable table, int value, EventMatch match)
    {
        if (_present >= 0)
        {
            match.Set(_present);
        }

        var kind = table[value].Kind;
        if (kind == ValueKind.Null || (Field < 0 && kind == ValueKind.Container))
        {
            return;
        }

        if (_any)
        {
            Texts(table.Folded(value), match);
        }

        if (kind == ValueKind.Text)
        {
            _networks?.Match(table.Text(value), match);
        }
    }

    private void Texts(ReadOnlySpan<byte> folded, EventMatch match)
    {
        _equal?.Match(folded, match);
        _starts?.Match(folded, match);
        _ends?.Match(folded, match);
        _long?.Match(folded, match);
        _middle?.Match(folded, match);
        _short?.Match(folded, match);
    }
}
