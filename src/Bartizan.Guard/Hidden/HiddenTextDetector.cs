using System.Buffers;
using System.Text;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Hidden;

/// <summary>
/// Text that people cannot see and models can read: Unicode tag characters, long runs of zero-width characters and variation selectors,
/// and characters that override the direction of writing.
/// </summary>
internal sealed class HiddenTextDetector(SpanScanner? inner) : SpanDetector
{
    private const int MaxRun = 4096;
    private const int MinInvisible = 5;
    private static readonly HitKind Tags = new("hidden.text", "hidden-text", "Unicode tag characters: text that people cannot see.");
    private static readonly HitKind Invisible = new("hidden.text", "hidden-text", "A run of invisible characters long enough to carry a message.");
    private static readonly HitKind Direction = new("hidden.text", "hidden-text", "A character that overrides the direction of writing: what is read differs from what is shown.");

    private const char LowestTrigger = '\u00AD';
    private static readonly CharTable<bool> IsTrigger = new(static c => Triggers!.Contains(c));
    private static readonly SearchValues<char> Triggers = SearchValues.Create(
        "\u00AD\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\u202D\u202E\uFEFF\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F\uDB40");

    public override string Name => "hidden-text";

    public override bool Wakes(ReadOnlySpan<char> text, int added) => text[added..].IndexOfAnyExcept(Triggers) is >= 0 and var end && !char.IsLowSurrogate(text[added + end]);

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (NextTrigger(text.Chars, at) is >= 0 and var start)
        {
            var length = RunLength(ref text, start, out var visible, out var tags);
            if (text.NeedsMore())
            {
                return start;
            }

            at = start + Math.Max(length, 1);
            Judge(ref text, start, length, visible, tags, hits);
        }

        return text.Length;
    }

    // Stretches of ASCII are skipped at once; in other scripts, asking letter by letter costs less than looking for a large set.
    private static int NextTrigger(ReadOnlySpan<char> text, int at)
    {
        var triggers = IsTrigger;
        while (at < text.Length)
        {
            if (text[at] >= LowestTrigger)
            {
                if (triggers[text[at]])
                {
                    return at;
                }

                at++;
                continue;
            }

            var skip = Folder.IsPlainStretch(text, at) ? text[at..].IndexOfAnyInRange(LowestTrigger, char.MaxValue) : 1;
            at = skip < 0 ? text.Length : at + skip;
        }

        return -1;
    }

    /// <summary>Length of the run of invisible characters; how many characters it is, and how many of them are tags.</summary>
    private static int RunLength(ref SpanText text, int start, out int characters, out int tags)
    {
        characters = tags = 0;
        var at = start;
        while (at - start < MaxRun && Triggers.Contains(text[at]))
        {
            if (text[at] == '\uDB40')
            {
                var low = text[at + 1];
                if (low is not ((>= '\uDC00' and <= '\uDC7F') or (>= '\uDD00' and <= '\uDDEF')))
                {
                    break;
                }

                tags += low <= '\uDC7F' ? 1 : 0;
                at++;
            }

            at++;
            characters++;
        }

        return at - start;
    }

    private void Judge(ref SpanText text, int start, int length, int characters, int tags, List<Hit> hits)
    {
        if (length == 0)
        {
            return;
        }

        if (tags > 0)
        {
            // A flag of a region (🏴 and a few tags) is the one lawful use.
            if (text[start - 2] == '\uD83C' && text[start - 1] == '\uDFF4' && tags <= 8)
            {
                return;
            }

            hits.Add(new Hit(start, length, Tags, tags > 2 ? 0.98 : 0.7));
            Reveal(text.Chars.Slice(start, length), start, hits);
        }
        else if (characters >= MinInvisible)
        {
            hits.Add(new Hit(start, length, Invisible, 0.8));
        }
        else if (text.Chars.Slice(start, length).ContainsAny('\u202D', '\u202E'))
        {
            hits.Add(new Hit(start, length, Direction, 0.6));
        }
    }

    private void Reveal(ReadOnlySpan<char> run, int start, List<Hit> hits)
    {
        if (inner is null)
        {
            return;
        }

        var said = new StringBuilder(run.Length / 2);
        foreach (var c in run)
        {
            if (c is >= '\uDC20' and <= '\uDC7E')
            {
                said.Append((char)(c - '\uDC00'));
            }
        }

        var inside = new List<Hit>();
        inner.ScanAll(said.ToString(), inside);
        foreach (var hit in inside)
        {
            hits.Add(new Hit(start, run.Length, hit.What, hit.Score, "tag-characters"));
        }
    }
}
