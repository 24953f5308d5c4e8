using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>
/// Names of people: behind a title or words that only names follow; a known given name with a family name; a name that is known where one is usual.
/// A word is never taken for a name because it is merely capitalised.
/// </summary>
internal static class PersonMatcher
{
    private static readonly HitKind ByTitle = Make("A name behind a title.");
    private static readonly HitKind ByCue = Make("A name behind words that say one follows.");
    private static readonly HitKind ByNames = Make("A given name and a family name.");
    private static readonly HitKind ByPlace = Make("A known name where names stand.");

    /// <summary>The name whose first word, or title, of the kinds given, starts at <paramref name="start"/>.</summary>
    public static Hit Match(ref SpanText text, int start, WordKinds kinds)
    {
        var end = Words.End(ref text, start);
        if (!Words.IsCapitalised(ref text, start))
        {
            return Words.IsUpper(text[start + 1]) && end - start >= 4 && Cues.Before(ref text, start) == Cue.Place ? new Hit(start, end - start, Location, 0.5) : default;
        }

        var word = text.Chars[start..Math.Min(end, text.Length)];
        if (kinds.Has(WordKinds.Title))
        {
            return BehindTitle(ref text, end);
        }

        if (word.Length < 2 || kinds.Has(WordKinds.Everyday | WordKinds.Thing) || !IsShaped(word) || !Words.EndsFreely(ref text, end))
        {
            return default;
        }

        kinds = Lexicon.GivenOf(word, kinds);
        var given = kinds.Has(WordKinds.Given);
        var cue = Cues.Before(ref text, start);
        if (!given && cue == Cue.None && !(text[end] == ' ' && Words.IsUpper(text[end + 1])))
        {
            return default;
        }

        var run = NameRun.Read(ref text, start);
        return text.Touched ? default : Judge(ref text, start, run, kinds, cue);
    }

    // Capitals inside a word are an identifier's, but for McDonald, O'Brien and Anne-Marie.
    private static bool IsShaped(ReadOnlySpan<char> word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (Words.IsUpper(word[i]) && !(word[i - 1] is '-' or '\'' or '\u2019' || (i is 2 or 3 && word.StartsWith("M")) || (i == 2 && word[..2] is "De" or "Di" or "La" or "Le")))
            {
                return false;
            }
        }

        return true;
    }

    private static Hit BehindTitle(ref SpanText text, int end)
    {
        var at = end + (text[end] == '.' ? 1 : 0);
        at += text[at] == ' ' ? 1 : 0;
        if (at == end || !Words.IsCapitalised(ref text, at))
        {
            return default;
        }

        var run = NameRun.Read(ref text, at);
        var word = text.Chars[at..Math.Min(Words.End(ref text, at), text.Length)];
        return NameRun.IsEveryday(word) || run.EndsInThing || !Words.EndsFreely(ref text, run.End) ? default : new Hit(at, run.End - at, ByTitle, 0.85);
    }

    private static Hit Judge(ref SpanText text, int start, NameRun run, WordKinds kinds, Cue cue)
    {
        var (given, only) = (kinds.Has(WordKinds.Given), kinds.Has(WordKinds.OnlyGiven));
        if (cue == Cue.Place)
        {
            return given && run.Count == 1 && !Lexicon.IsPlace(text.Chars[start..run.End]) && text[run.End] == ' ' ? default : new Hit(start, run.End - start, Location, 0.6);
        }

        if (run.EndsInThing)
        {
            return default;
        }

        var length = run.End - start;
        if (cue == Cue.Strong)
        {
            return new Hit(start, length, ByCue, 0.85);
        }

        var last = text.Chars[run.Last..run.End];
        var family = run.Count > 1 && Lexicon.MayBeFamily(last);
        var score = cue == Cue.Usual && (run.Count > 1 || given) ? 0.75
            : given && run.Count > 1 && (only || family || cue == Cue.Field) ? (family || cue != Cue.None ? 0.75 : 0.6)
            : cue != Cue.None && run.Count > 1 && (Lexicon.IsFamily(last) || (family && (cue == Cue.Field || Acts(ref text, run.End)))) ? 0.6
            : cue == Cue.Field && run.Count > 1 && Forms.GoesOn(ref text, run.End) ? 0.75
            : run.Count == 1 && cue != Cue.None && Forms.Owns(ref text, run.End) ? 0.6
            : run.Count is 2 or 3 && cue == Cue.Weak && text[run.End] == '\n' && Forms.HeadsAddress(ref text, run.End) ? 0.7
            : cue == Cue.Weak && run.Count == 1 && text[run.End] == ',' && Cues.Greets(ref text, start) ? 0.6
            : given && only && run.Count == 1 && !FollowsName(text.Chars, start) && (cue != Cue.None || Acts(ref text, run.End)) ? 0.5
            : 0;
        return score == 0 || (cue != Cue.Field && Surroundings.AreTechnical(ref text, start, run.End)) ? default : new Hit(start, length, run.Count > 1 ? ByNames : ByPlace, score);
    }

    private static readonly System.Collections.Frozen.FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Verbs = Lexicon.Set(
        "said says lives lived moved asked told wrote called shouted began listed spent flew had has will was is just works worked likes wants needs and");

    /// <summary>Whether what stands behind says that somebody does or has something.</summary>
    private static bool Acts(ref SpanText text, int end)
    {
        if (text[end] is '\'' or '\u2019' && text[end + 1] == 's')
        {
            return true;
        }

        var verb = end + 1;
        var behind = Words.End(ref text, verb);
        return text[end] == ' ' && behind > verb && behind - verb <= 8 && Verbs.Contains(text.Chars[verb..Math.Min(behind, text.Length)]);
    }

    // San Francisco, Hurricane Jeanne: the word before is capitalised and no greeting.
    private static bool FollowsName(ReadOnlySpan<char> text, int start)
    {
        var word = start - 1;
        while (word > 0 && start - word < Words.Longest && Words.IsLetter(text[word - 1]))
        {
            word--;
        }

        return start > 1 && text[start - 1] == ' ' && word < start - 1 && Words.IsUpper(text[word]) && !NameRun.BeginsSentence(text[word..(start - 1)]);
    }

    private static readonly HitKind Location = new("pii.location", "personal-data", "A place behind words that say somebody lives there or comes from there.");

    private static HitKind Make(string reason) => new("pii.person", "personal-data", reason);
}
