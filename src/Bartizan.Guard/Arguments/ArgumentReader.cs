using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Arguments;

/// <summary>
/// Takes the arguments of a call apart into values. The gateway hands them over as lines, <c>name: value</c>, already decoded; arguments that come
/// as JSON, or as neither, are read too.
/// </summary>
internal ref struct ArgumentReader
{
    private const int LongestName = 64;
    private const int LongestBareValue = 512;
    private readonly ReadOnlySpan<char> _text;
    private readonly bool _json;
    private ArgumentKind _kind;
    private int _at;
    private bool _runs;
    private readonly Reading _value;

    /// <summary>Begins at the first argument.</summary>
    public ArgumentReader(ReadOnlySpan<char> text, Reading value)
    {
        _text = text;
        _json = text.TrimStart() is ['{' or '[' or '"', ..];
        _kind = text.Length > LongestBareValue || text.Contains('\n') ? ArgumentKind.Command : ArgumentKind.Value;
        _value = value;
    }

    /// <summary>The value, decoded.</summary>
    public readonly ReadOnlySpan<char> Value => _json ? _value.Text : _text[Start.._at] is [.. var line, '\n'] ? line : _text[Start.._at];

    /// <summary>What it is for.</summary>
    public readonly ArgumentKind Kind => _kind;

    private int Start { get; set; }

    /// <summary>Where a unit of the value, or its end, stands in the text.</summary>
    public readonly int From(int index) => _json ? _value.From(index) : Start + index;

    /// <summary>Goes to the next value.</summary>
    public bool Read() => _at < _text.Length && (_json ? ReadString() : ReadLines());

    // A name begins a line. A value of several lines goes on until the next name does; once something that runs has begun nothing after it counts as
    // mere text, because a line of a script may look like a name.
    private bool ReadLines()
    {
        var name = Name(_text[_at..], out var kind);
        _kind = name == 0 ? _kind : _runs && kind == ArgumentKind.Text ? ArgumentKind.Command : kind;
        _runs |= _kind == ArgumentKind.Command;
        Start = _at + name;
        _at = Start;
        do
        {
            var line = _text[_at..].IndexOf('\n');
            _at = line < 0 ? _text.Length : _at + line + 1;
        }
        while (_at < _text.Length && Name(_text[_at..], out _) == 0);
        return true;
    }

    // Names of nested objects stand one after the other on one line. The first says what it is for; a later one may make it more dangerous, not less.
    private static int Name(ReadOnlySpan<char> line, out ArgumentKind kind)
    {
        kind = ArgumentKind.Value;
        var at = 0;
        while (true)
        {
            var length = 0;
            while (length < LongestName && at + length < line.Length && (CharSet.Word.Contains(line[at + length]) || line[at + length] is '-' or '.'))
            {
                length++;
            }

            if (length == 0 || !line[(at + length)..].StartsWith(": "))
            {
                return at;
            }

            var next = ArgumentPatterns.KindOf(line.Slice(at, length));
            kind = at == 0 || (kind != ArgumentKind.Command && next is not (ArgumentKind.Text or ArgumentKind.Value)) ? next : kind;
            at += length + 2;
        }
    }

    private bool ReadString()
    {
        while (true)
        {
            var quote = _text[_at..].IndexOf('"');
            if (quote < 0)
            {
                _at = _text.Length;
                return false;
            }

            _at += quote + 1;
            Decode();
            var rest = _text[_at..].TrimStart();
            if (rest is not [':', ..])
            {
                return true;
            }

            _kind = ArgumentPatterns.KindOf(_value.Text);
        }
    }

    private void Decode()
    {
        _value.Begin(_text.Length - _at);
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] != '\\' || _at + 1 >= _text.Length)
            {
                Add(_text[_at], _at++);
                continue;
            }

            var view = new SpanText(_text, final: true);
            var code = 0;
            var unicode = view[_at + 1] == 'u' && _at + 6 <= _text.Length && int.TryParse(_text.Slice(_at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out code);
            Add(unicode ? (char)code : view[_at + 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var c => c }, _at);
            _at += unicode ? 6 : 2;
        }

        _value.End(_at);
        _at = Math.Min(_at + 1, _text.Length);
    }

    // What an escape stood for was not normalised with the text.
    private readonly void Add(char c, int from)
    {
        var folded = c < 128 ? (ushort)0 : Folder.OfUnit(c);
        if (folded is 0 or Folder.Look)
        {
            _value.Add(c, from);
        }
        else if ((folded & 0x7F) != 0)
        {
            _value.Add((char)(folded & 0x7F), from);
        }
    }
}
