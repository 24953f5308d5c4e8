using System.Buffers.Binary;
using System.Numerics;

namespace Bartizan.Detect.Matching;

/// <summary>
/// Finds which of many texts a value is, begins with or ends with: one look-up by the value's length, or by its first or last bytes for each of at
/// most eight widths, however many texts there are.
/// </summary>
internal sealed class LiteralTable
{
    private const int Widest = 8;

    private readonly TextShape _shape;
    private readonly int[] _widths;
    private readonly (ulong Key, int First)[] _slots;
    private readonly (byte[] Text, int Atom, int Next)[] _entries;

    public LiteralTable(TextShape shape, IReadOnlyList<(byte[] Text, int Atom)> literals)
    {
        _shape = shape;
        _entries = new (byte[], int, int)[literals.Count];
        _widths = [.. literals.Select(l => Math.Min(l.Text.Length, Widest)).Distinct().Order()];
        _slots = new (ulong, int)[BitOperations.RoundUpToPowerOf2((uint)literals.Count * 4 + 4)];
        Array.Fill(_slots, (0UL, -1));
        for (var i = 0; i < literals.Count; i++)
        {
            var key = Key(literals[i].Text, Math.Min(literals[i].Text.Length, Widest));
            var slot = Slot(key);
            _entries[i] = (literals[i].Text, literals[i].Atom, _slots[slot].First);
            _slots[slot] = (key, i);
        }
    }

    /// <summary>Sets the atoms of all texts that fit a folded value.</summary>
    public void Match(ReadOnlySpan<byte> value, EventMatch match)
    {
        if (_shape == TextShape.Equals)
        {
            Look(value, Math.Min(value.Length, Widest), match);
            return;
        }

        foreach (var width in _widths)
        {
            if (width > value.Length)
            {
                break;
            }

            Look(value, width, match);
        }
    }

    private void Look(ReadOnlySpan<byte> value, int width, EventMatch match)
    {
        for (var i = _slots[Slot(Key(value, width))].First; i >= 0; i = _entries[i].Next)
        {
            ref readonly var entry = ref _entries[i];
            if (_shape switch
            {
                TextShape.Equals => value.SequenceEqual(entry.Text),
                TextShape.StartsWith => value.StartsWith(entry.Text),
                _ => value.EndsWith(entry.Text),
            })
            {
                match.Set(entry.Atom);
            }
        }
    }

    private int Slot(ulong key)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(key >> 32) & mask;
        while (_slots[slot].First >= 0 && _slots[slot].Key != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private ulong Key(ReadOnlySpan<byte> text, int width)
    {
        var edge = _shape == TextShape.StartsWith ? text[..width] : text[^width..];
        ulong bytes = 0;
        if (width == Widest)
        {
            bytes = BinaryPrimitives.ReadUInt64LittleEndian(edge);
        }
        else
        {
            foreach (var b in edge)
            {
                bytes = (bytes << 8) | b;
            }
        }

        var salt = _shape == TextShape.Equals ? (ulong)text.Length : (ulong)width;
        if (_shape == TextShape.Equals && text.Length > Widest)
        {
            bytes ^= BinaryPrimitives.ReadUInt64LittleEndian(text) * 0xD6E8_FEB8_6659_FD93;
        }

        var hash = (bytes ^ (salt << 56)) * 0x9E37_79B9_7F4A_7C15;
        return hash ^ (hash >> 29);
    }
}
