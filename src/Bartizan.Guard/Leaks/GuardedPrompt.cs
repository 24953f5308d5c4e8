using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Leaks;

/// <summary>
/// The system message of one request, made ready to be recognised in the answer: its words, and where each run of a few of them begins. What the user or
/// a document says too is not guarded.
/// </summary>
public sealed class GuardedPrompt
{
    /// <summary>Words by which a place in the prompt is found.</summary>
    internal const int RunWords = 6;

    // A system message longer than this is guarded as far as this.
    private const int MostWords = 65_536;

    // Of this process alone, so that nobody can write words whose runs fall into one slot.
    private static readonly ulong Key = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    // Bits for each word in the filters of words and of pairs: few take others' place.
    private const int FilterBits = 64;

    private readonly ulong[] _words;
    private readonly int[] _places;
    private readonly ulong[] _filter;
    private readonly Segment[] _said;
    private HashSet<ulong>? _quoted;

    private GuardedPrompt(List<ulong> words, Segment[] said)
    {
        _words = [.. words];
        _said = said;
        _places = new int[BitOperations.RoundUpToPowerOf2((uint)_words.Length * 2)];
        _filter = new ulong[BitOperations.RoundUpToPowerOf2(((uint)_words.Length * FilterBits / 64) + 1)];
        for (var i = 0; i < _words.Length; i++)
        {
            Mark(_words[i]);
            if (i + 1 < _words.Length)
            {
                Mark(RunHash(_words.AsSpan(i, 2)));
            }

            if (i + RunWords <= _words.Length)
            {
                ref var place = ref PlaceOf(_words.AsSpan(i, RunWords));
                place = place == 0 ? i + 1 : place;
            }
        }
    }

    /// <summary>How many words it has.</summary>
    internal int Words => _words.Length;

    /// <summary>
    /// Reads a request's segments; null when no system message is long enough to be recognised. The other texts must stay valid as long as it is used:
    /// they are read when the answer first repeats something.
    /// </summary>
    public static GuardedPrompt? Of(ReadOnlySpan<Segment> segments)
    {
        List<ulong>? words = null;
        foreach (ref readonly var segment in segments)
        {
            if (segment.Role == SegmentRole.System)
            {
                LeakWords.Collect(segment.Text.Span, words ??= [], MostWords);
            }
        }

        return words is null || words.Count < RunWords ? null : new GuardedPrompt(words, segments.ToArray());
    }

    /// <summary>Begins to compare one text of the answer with it.</summary>
    public LeakScan Open(int segment, GuardOptions options) => new(this, segment, options);

    /// <summary>Whether a text of the answer is one that the prompt may leak into.</summary>
    public static bool IsSaid(SegmentRole role) => role is SegmentRole.Assistant or SegmentRole.Reasoning or SegmentRole.Refusal;

    /// <summary>Where in the prompt a run of <see cref="RunWords"/> words begins that nobody else said; else -1.</summary>
    internal int Find(ReadOnlySpan<ulong> run)
    {
        var place = PlaceOf(run) - 1;
        return place >= 0 && (_quoted ??= Quoted()).Contains(RunHash(run)) ? -1 : place;
    }

    /// <summary>Whether the word at <paramref name="at"/> is this one.</summary>
    internal bool Has(int at, ulong word) => at < _words.Length && _words[at] == word;

    /// <summary>Whether the word may stand in it.</summary>
    internal bool MayHave(ulong word) => (_filter[(int)(word >> 6) & (_filter.Length - 1)] >> (int)(word & 63) & 1) != 0;

    /// <summary>Whether these two words may stand one after the other in it.</summary>
    internal bool MayHave(ulong first, ulong second) => MayHave(RunHash([first, second]));

    private void Mark(ulong hash) => _filter[(int)(hash >> 6) & (_filter.Length - 1)] |= 1UL << (int)(hash & 63);

    // The slot of a run in an open table; 0 in it where there is none.
    private ref int PlaceOf(ReadOnlySpan<ulong> run)
    {
        var mask = _places.Length - 1;
        for (var slot = (int)(RunHash(run) >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            ref var place = ref _places[slot];
            if (place == 0 || _words.AsSpan(place - 1, RunWords).SequenceEqual(run))
            {
                return ref place;
            }
        }
    }

    private HashSet<ulong> Quoted()
    {
        var quoted = new HashSet<ulong>();
        var said = new List<ulong>();
        foreach (ref readonly var segment in _said.AsSpan())
        {
            if (segment.Role is SegmentRole.User or SegmentRole.Document or SegmentRole.ToolResult)
            {
                said.Clear();
                LeakWords.Collect(segment.Text.Span, said, MostWords);
                var words = CollectionsMarshal.AsSpan(said);
                for (var i = 0; i + RunWords <= words.Length; i++)
                {
                    quoted.Add(RunHash(words.Slice(i, RunWords)));
                }
            }
        }

        return quoted;
    }

    private static ulong RunHash(ReadOnlySpan<ulong> words)
    {
        var hash = Key;
        foreach (var word in words)
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E3779B97F4A7C15;
        }

        return hash;
    }
}
