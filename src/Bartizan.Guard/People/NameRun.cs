using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>Capitalised words that stand together, with the initials and small words that names have between them.</summary>
internal struct NameRun
{
    private const int MaxWords = 4;
    private const int LongestParticle = 5;

    /// <summary>One past the last word.</summary>
    public int End;

    /// <summary>Words, initials and particles not counted.</summary>
    public int Count;

    /// <summary>First unit of the last word.</summary>
    public int Last;

    /// <summary>Whether a word that no name holds ends it: <c>Street</c>, <c>Inc</c>, <c>University</c>.</summary>
    public bool EndsInThing;

    /// <summary>Reads the run whose first word is at <paramref name="start"/>.</summary>
    public static NameRun Read(ref SpanText text, int start)
    {
        var run = new NameRun { End = Words.End(ref text, start), Count = 1, Last = start };
        while (run.Count < MaxWords && text[run.End] == ' ')
        {
            var at = run.End + 1;

            // An initial: "M. ", "J ".
            while (Words.IsUpper(text[at]) && !Words.IsLetter(text[at + 1]) && (text[at + 1] == ' ' || (text[at + 1] == '.' && text[at + 2] == ' ')) && Words.IsUpper(text[at + (text[at + 1] == '.' ? 3 : 2)]))
            {
                at += text[at + 1] == '.' ? 3 : 2;
            }

            at = SkipParticles(ref text, at);
            if (!Words.IsCapitalised(ref text, at))
            {
                break;
            }

            var end = Words.End(ref text, at);
            if (!Words.EndsFreely(ref text, end) && text[end] != '-')
            {
                break;
            }

            var word = text.Chars[at..Math.Min(end, text.Length)];
            var kinds = Lexicon.KindsOf(word);
            if (kinds.Has(WordKinds.Unit | WordKinds.Thing | WordKinds.Everyday))
            {
                run.EndsInThing = kinds.Has(WordKinds.Thing) && !kinds.Has(WordKinds.Unit);
                break;
            }

            (run.End, run.Last, run.Count) = (end, at, run.Count + 1);
        }

        return run;
    }

    private static int SkipParticles(ref SpanText text, int at)
    {
        for (var particles = 0; particles < 3; particles++)
        {
            var end = Words.End(ref text, at, LongestParticle + 1);
            if (end == at || end - at > LongestParticle || text[end] != ' ' || !Lexicon.KindsOf(text.Chars[at..end]).Has(WordKinds.Particle) || !(Words.IsUpper(text[end + 1]) || Words.IsLower(text[end + 1])))
            {
                break;
            }

            at = end + 1;
        }

        return at;
    }

    /// <summary>Words that no name holds.</summary>
    public const string Things =
        "Street St Road Rd Avenue Ave Lane Ln Drive Boulevard Blvd Way Court Ct Place Square Terrace Crescent Highway Hwy Parkway Park Bridge River Lake Mountain Island Islands Bay Beach Hall House Center Centre Station Airport Hospital School College University Institute Church Museum Library Hotel Theatre "
        + "Inc Ltd LLC Corp Corporation Company Co GmbH AG Foundation Association Society Bank Group Holdings Records Award Awards Prize Cup League Club Team Project Framework Server Cluster Database API SDK CLI App Application Engine Library License Licence Act Law Theorem Algorithm Test Tests Effect "
        + "Floor County City Town Village State Province Republic Kingdom Empire War Revolution Day Night Week Month Year Valley Code Studio Network Networks Protocol Model Models Encoder Decoder Gateway Service Services Plan Edition Version Release Notebook Hub Cloud Pro Plus Lite Diagram Distribution Equation Function Method Process Transform Series Matrix Filter Classifier Regression Border Force Express Times Post Journal Magazine Press Online Support Desktop Windows";

    /// <summary>Words that sentences begin with.</summary>
    public const string Everyday =
        "The A An And Or But If Is Are Was Were Will Would Can Could Should May Might Must Do Does Did Has Have Had Not No Yes In On At Of To For From By With As It He She They We You I This That These Those Here There What When Where Who Why How Which My Your His Her Its Our Their Please Thanks Thank Dear Hi Hello "
        + "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November December Phone Email Mobile Fax Tel Address Name Date Subject Re Fwd Cc Sent Also Then So Because After Before While Since Until However Note See Everyone Everybody All Team There Folks Guys World Friends Claude Assistant Bot Doe Customer Der Die Das Und Ist Le La Les Et El Los Las Il Lo Gli De Het Een O Os As";

    /// <summary>Whether the word at the start of a run is no name: a word that begins sentences.</summary>
    public static bool IsEveryday(ReadOnlySpan<char> word) => Lexicon.KindsOf(word).Has(WordKinds.Everyday | WordKinds.Thing);

    /// <summary>Whether sentences begin with the word.</summary>
    public static bool BeginsSentence(ReadOnlySpan<char> word) => Lexicon.KindsOf(word).Has(WordKinds.Everyday);
}
