using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>
/// Collects the segments of one message: decoded text in one rented arena, and for every token its place in the document.
/// A segment may be made of many tokens (the leaves of a tool's arguments); line breaks keep them apart.
/// </summary>
internal sealed class SegmentStore : ILeafSink, IDisposable
{
    private PooledList<char> _arena;
    private PooledList<Piece> _pieces;
    private PooledList<Entry> _entries;
    private PooledList<Dependent> _dependents;
    private Segment[]? _segments;
    private (int Start, int Length) _outer = (-1, 0);
    private CallHistory? _history;

    private record struct Entry(SegmentRole Role, Provenance Provenance, string Path, int TextStart, int TextLength, int FirstPiece, int Pieces);

    /// <summary>Segments so far.</summary>
    public int Count => _entries.Count;

    /// <summary>All segments; complete after <see cref="Seal"/>.</summary>
    public ReadOnlySpan<Segment> Segments => _segments;

    /// <summary>Values that depend on others' text.</summary>
    public ReadOnlySpan<Dependent> Dependents => _dependents.Items;

    /// <summary>Whether the message names a file or another thing by which text gets to the model that does not stand in it.</summary>
    public bool HidesContext { get; private set; }

    /// <summary>Which tool returned which segment.</summary>
    public CallHistory History => _history ??= new CallHistory();

    /// <summary>The decoded text of everything.</summary>
    public ReadOnlySpan<char> Arena => _arena.Items;

    /// <summary>The tokens of a segment.</summary>
    public ReadOnlySpan<Piece> PiecesOf(int segment) => _pieces.Items.Slice(_entries[segment].FirstPiece, _entries[segment].Pieces);

    /// <summary>First unit of a segment's text in the arena.</summary>
    public int TextStartOf(int segment) => _entries[segment].TextStart;

    /// <summary>Begins a segment; tokens added from here on belong to it.</summary>
    public void Begin(SegmentRole role, Provenance provenance, string path)
    {
        if (_entries.Count >= DialectLimits.Segments)
        {
            throw JsonRefusal.Budget($"The message has more than {DialectLimits.Segments} pieces of text.");
        }

        _entries.Add(new Entry(role, provenance, path, _arena.Count, 0, _pieces.Count, 0));
    }

    /// <summary>Ends the segment. Returns its index, or -1 when it held no text and was dropped.</summary>
    public int End()
    {
        ref var entry = ref _entries[_entries.Count - 1];
        entry.Pieces = _pieces.Count - entry.FirstPiece;
        if (entry.Pieces == 0)
        {
            _entries.Truncate(_entries.Count - 1);
            return -1;
        }

        var last = _pieces[_pieces.Count - 1];
        _arena.Truncate(last.TextStart + last.TextLength);
        entry.TextLength = _arena.Count - entry.TextStart;
        return _entries.Count - 1;
    }

    /// <summary>Adds the cursor's current string, key or number. Empty text adds nothing.</summary>
    public void Add(ref JsonCursor cursor, PieceKind kind)
    {
        var raw = cursor.Raw;
        if (raw.Length == 0)
        {
            return;
        }

        var length = kind == PieceKind.Number
            ? JsonNumber.Decode(raw, _arena.Reserve(Math.Max(raw.Length, JsonNumber.Longest) + 2))
            : JsonText.Decode(raw, _arena.Reserve(raw.Length + 2));
        Place(kind, length, cursor.RawStart, raw.Length);
    }

    /// <summary>Adds the cursor's current string so that it continues the one before without a separator.</summary>
    public void AddJoined(ref JsonCursor cursor)
    {
        var entry = _entries[_entries.Count - 1];
        if (_pieces.Count > entry.FirstPiece && cursor.Raw.Length > 0)
        {
            _arena.Truncate(_arena.Count - 1);
        }

        Add(ref cursor, PieceKind.Text);
    }

    /// <summary>Adds text that was decoded elsewhere and stands in the token at <paramref name="rawStart"/>.</summary>
    public void Add(ReadOnlySpan<char> text, PieceKind kind, int rawStart, int rawLength)
    {
        if (text.Length == 0)
        {
            return;
        }

        text.CopyTo(_arena.Reserve(text.Length + 2));
        Place(kind, text.Length, rawStart, rawLength);
    }

    /// <summary>Tokens added from here on lie inside the string whose content stands at <paramref name="rawStart"/>.</summary>
    public void EnterNested(int rawStart, int rawLength) => _outer = (rawStart, rawLength);

    /// <summary>Ends <see cref="EnterNested"/>.</summary>
    public void LeaveNested() => _outer = (-1, 0);

    /// <summary>Forgets the tokens of the open segment.</summary>
    public void Restart()
    {
        var entry = _entries[_entries.Count - 1];
        _arena.Truncate(entry.TextStart);
        _pieces.Truncate(entry.FirstPiece);
    }

    /// <summary>Records a value that changes with segments from <paramref name="firstSegment"/> up to now.</summary>
    public void Depend(DependentKind kind, int rawStart, int rawEnd, int firstSegment, int endSegment) =>
        _dependents.Add(new Dependent(kind, rawStart, rawEnd, firstSegment, endSegment));

    /// <summary>The tool that returned a segment; null when it is not known, or none did.</summary>
    public string? ToolOf(int segment) => _history?.ToolOf(segment);

    /// <summary>Takes a sealed segment's text for that of somebody else.</summary>
    public void Attribute(int segment, Provenance provenance) => _segments![segment] = _segments[segment] with { Provenance = provenance };

    /// <summary>The message names text that does not stand in it.</summary>
    public void Hides() => HidesContext = true;

    /// <summary>Nothing more is added: makes the segments.</summary>
    public void Seal()
    {
        var arena = _arena.Memory;
        _segments = new Segment[_entries.Count];
        for (var i = 0; i < _segments.Length; i++)
        {
            var entry = _entries[i];
            _segments[i] = new Segment(i, entry.Role, entry.Provenance, entry.Path, arena.Slice(entry.TextStart, entry.TextLength));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segments = null;
        _arena.Dispose();
        _pieces.Dispose();
        _entries.Dispose();
        _dependents.Dispose();
    }

    private void Place(PieceKind kind, int length, int rawStart, int rawLength)
    {
        var piece = _outer.Start < 0
            ? new Piece(kind, _arena.Count, length, rawStart, rawLength)
            : new Piece(kind, _arena.Count, length, _outer.Start, _outer.Length, rawStart, rawLength);
        _pieces.Add(piece);
        _arena.Advance(length);
        // Reserve left room for the separator.
        if (kind == PieceKind.Key)
        {
            _arena.Add(':');
            _arena.Add(' ');
        }
        else
        {
            _arena.Add('\n');
        }
    }
}
