using System.Text;
using Bartizan.Detect.Compiling;
using Bartizan.Detect.Events;

namespace Bartizan.Detect.Matching;

/// <summary>What is known of one event while rules are asked of it; kept from event to event, nothing in it is cleared but by counting on.</summary>
internal sealed class EventMatch(IReadOnlyList<CompiledRule> rules, int atoms, FieldTrie trie)
{
    private readonly int[] _set = new int[atoms];
    private readonly int[] _asked = new int[atoms];
    private readonly bool[] _answers = new bool[atoms];
    private readonly int[] _candidates = new int[rules.Count];
    private readonly List<int> _found = [];
    private readonly List<int> _order = [];
    private EventTable _table = null!;
    private int[]?[] _triggers = null!;
    private char[] _characters = new char[1024];
    private int _stamp;

    /// <summary>The numbers of the rules that match, in order.</summary>
    public IReadOnlyList<int> Found => _found;

    /// <summary>Forgets the event before.</summary>
    public void Begin(EventTable table, int[]?[] triggers)
    {
        (_table, _triggers) = (table, triggers);
        if (_stamp++ == int.MaxValue)
        {
            Array.Clear(_set);
            Array.Clear(_asked);
            Array.Clear(_candidates);
            _stamp = 1;
        }

        _found.Clear();
        _order.Clear();
    }

    /// <summary>Whether an indexed atom is known to hold.</summary>
    public bool IsSet(int atom) => _set[atom] == _stamp;

    /// <summary>An indexed atom holds.</summary>
    public void Set(int atom)
    {
        if (_set[atom] == _stamp)
        {
            return;
        }

        _set[atom] = _stamp;
        if (_triggers[atom] is { } rules)
        {
            foreach (var rule in rules)
            {
                Ask(rule);
            }
        }
    }

    /// <summary>Evaluates the rules that may match.</summary>
    public void Finish(int[] always)
    {
        foreach (var rule in always)
        {
            Ask(rule);
        }

        foreach (var rule in _order)
        {
            if (rules[rule].Expression.Holds(this))
            {
                _found.Add(rule);
            }
        }

        _found.Sort();
    }

    private void Ask(int rule)
    {
        if (_candidates[rule] != _stamp)
        {
            _candidates[rule] = _stamp;
            _order.Add(rule);
        }
    }

    /// <summary>Whether an atom holds.</summary>
    public bool Holds(Atom atom)
    {
        if (atom.IsIndexed)
        {
            return _set[atom.Id] == _stamp;
        }

        if (_asked[atom.Id] != _stamp)
        {
            _asked[atom.Id] = _stamp;
            _answers[atom.Id] = (atom.Before is null || !atom.Before.IsIndexed || Indexed(atom.Before)) && Search(atom);
        }

        return _answers[atom.Id];
    }

    // An atom before another is looked up only where it is some rule's cover; else nothing is known of it.
    private bool Indexed(Atom before) => _set[before.Id] == _stamp || _triggers[before.Id] is null;

    private bool Search(Atom atom)
    {
        if (atom.Field is null)
        {
            for (var i = 0; i < _table.Count; i++)
            {
                if (_table[i].Kind is ValueKind.Text or ValueKind.Scalar && Fits(atom, i))
                {
                    return true;
                }
            }

            return false;
        }

        var field = trie.Find(atom.Field);
        if (atom.Kind == AtomKind.Null)
        {
            var first = _table.First(field);
            for (var i = first; i >= 0; i = _table[i].Next)
            {
                if (_table[i].Kind == ValueKind.Null)
                {
                    return true;
                }
            }

            return first < 0;
        }

        for (var i = _table.First(field); i >= 0; i = _table[i].Next)
        {
            if (_table[i].Kind != ValueKind.Null && Fits(atom, i))
            {
                return true;
            }
        }

        return false;
    }

    private bool Fits(Atom atom, int value)
    {
        switch (atom.Kind)
        {
            case AtomKind.Glob:
                return atom.Glob!.IsMatch(atom.Glob.Cased ? _table.Text(value) : _table.Folded(value));
            case AtomKind.Regex:
                return atom.Regex!.IsMatch(Characters(_table.Text(value)));
            case AtomKind.Compare:
                return _table[value].Kind != ValueKind.Container && atom.Comparison!.Holds(_table.Text(value));
            case AtomKind.FieldReference:
                return Refers(atom, value);
            default:
                throw new NotSupportedException(atom.Kind.ToString());
        }
    }

    private bool Refers(Atom atom, int value)
    {
        var (field, shape, cased) = atom.Other!.Value;
        for (var other = _table.First(trie.Find(field)); other >= 0; other = _table[other].Next)
        {
            if (_table[other].Kind == ValueKind.Null)
            {
                continue;
            }

            // The scratch buffer may move when the second text is made, so both are made before either is taken.
            _ = cased ? _table.Text(value) : _table.Folded(value);
            _ = cased ? _table.Text(other) : _table.Folded(other);
            var left = cased ? _table.Text(value) : _table.Folded(value);
            var right = cased ? _table.Text(other) : _table.Folded(other);
            if (shape switch
            {
                TextShape.StartsWith => left.StartsWith(right),
                TextShape.EndsWith => left.EndsWith(right),
                TextShape.Contains => left.IndexOf(right) >= 0,
                _ => left.SequenceEqual(right),
            })
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<char> Characters(ReadOnlySpan<byte> text)
    {
        if (_characters.Length < text.Length)
        {
            _characters = new char[text.Length * 2];
        }

        return _characters.AsSpan(0, Encoding.UTF8.GetChars(text, _characters));
    }
}
