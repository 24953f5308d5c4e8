using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Json;

/// <summary>
/// Remembers the keys of every object that is open, and refuses a key that comes twice. Two readers may take different ones,
/// and then the model reads a message that was never inspected. In objects whose keys have meaning to us, keys which differ only
/// in the case of letters are refused too (some readers fold case), and so are keys beyond ASCII (some fold those).
/// </summary>
internal sealed class KeyLedger : IDisposable
{
    // Unknown to the sender, so that nobody can choose keys of equal hash.
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
    private const int ComparisonBudget = 100_000;

    private PooledList<uint> _hashes;
    private PooledList<KeyAt> _places;
    private PooledList<Frame> _frames;
    private int _comparisons;

    private readonly record struct KeyAt(int Start, int Length, bool Escaped);

    private readonly record struct Frame(int First, bool Strict);

    /// <summary>Forgets everything; keeps the memory.</summary>
    public void Reset()
    {
        _hashes.Truncate(0);
        _places.Truncate(0);
        _frames.Truncate(0);
        _comparisons = 0;
    }

    /// <summary>An object begins.</summary>
    public void Open(bool strict) => _frames.Add(new Frame(_hashes.Count, strict));

    /// <summary>The innermost object ends.</summary>
    public void Close()
    {
        var first = _frames[_frames.Count - 1].First;
        _frames.Truncate(_frames.Count - 1);
        _hashes.Truncate(first);
        _places.Truncate(first);
    }

    /// <summary>Adds a key of the innermost object: <paramref name="key"/> is its raw form between the quotes, at <paramref name="start"/> in <paramref name="document"/>.</summary>
    public void Add(ReadOnlySpan<byte> document, int start, ReadOnlySpan<byte> key, bool escaped)
    {
        var frame = _frames[_frames.Count - 1];
        if (_hashes.Count - frame.First >= DialectLimits.KeysPerObject)
        {
            throw JsonRefusal.Budget($"An object has more than {DialectLimits.KeysPerObject} keys.");
        }

        if (escaped)
        {
            // Kept apart, so that the common path clears no scratch memory.
            AddEscaped(document, start, key, frame);
        }
        else
        {
            Add(document, new KeyAt(start, key.Length, false), key, frame);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashes.Dispose();
        _places.Dispose();
        _frames.Dispose();
    }

    private void AddEscaped(ReadOnlySpan<byte> document, int start, ReadOnlySpan<byte> key, Frame frame)
    {
        Span<byte> scratch = stackalloc byte[256];
        Add(document, new KeyAt(start, key.Length, true), Plain(key, scratch), frame);
    }

    private void Add(ReadOnlySpan<byte> document, KeyAt place, ReadOnlySpan<byte> plain, Frame frame)
    {
        if (frame.Strict && !Ascii.IsValid(plain))
        {
            throw new JsonRefusal(ReadFailure.DuplicateKey, "A key outside ASCII stands where keys have meaning; readers disagree on such keys.");
        }

        var hash = Hash(plain);
        var hashes = _hashes.Items[frame.First..];
        for (var at = hashes.IndexOf(hash); at >= 0;)
        {
            Compare(document, plain, _places[frame.First + at], frame.Strict);
            var next = hashes[(at + 1)..].IndexOf(hash);
            at = next < 0 ? -1 : at + 1 + next;
        }

        _hashes.Add(hash);
        _places.Add(place);
    }

    private void Compare(ReadOnlySpan<byte> document, ReadOnlySpan<byte> plain, KeyAt other, bool strict)
    {
        if (++_comparisons > ComparisonBudget)
        {
            throw JsonRefusal.Budget("Too many keys are alike.");
        }

        Span<byte> scratch = stackalloc byte[256];
        var raw = document.Slice(other.Start, other.Length);
        var otherPlain = other.Escaped ? Plain(raw, scratch) : raw;
        if (plain.SequenceEqual(otherPlain) || (strict && Ascii.EqualsIgnoreCase(plain, otherPlain)))
        {
            throw new JsonRefusal(ReadFailure.DuplicateKey, $"The same key stands twice in one object, at byte {other.Start} and again later.");
        }
    }

    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> raw, Span<byte> scratch)
    {
        var target = raw.Length <= scratch.Length ? scratch : new byte[raw.Length];
        return target[..JsonText.Unescape(raw, target)];
    }

    // Setting bit 5 makes letters of either case equal; what else it makes equal is told apart by the comparison.
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        var state = Seed ^ (ulong)key.Length;
        while (key.Length >= 8)
        {
            state = Mix(state ^ (MemoryMarshal.Read<ulong>(key) | 0x2020_2020_2020_2020));
            key = key[8..];
        }

        ulong tail = 0;
        foreach (var b in key)
        {
            tail = (tail << 8) | (uint)(b | 0x20);
        }

        state = Mix(state ^ tail);
        return (uint)(state >> 32);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value ^ Seed, 0x9E37_79B9_7F4A_7C15, out var low);
        return BitOperations.RotateLeft(high ^ low, 23);
    }
}
