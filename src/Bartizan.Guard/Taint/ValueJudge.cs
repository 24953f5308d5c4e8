using System.Buffers;
using Bartizan.Guard.Exfiltration;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Taint;

/// <summary>
/// Says where a value of a tool call can have come from. The whole value is looked for first, then its parts that matter: addresses and their hosts,
/// identifiers, names, and in longer text every run of words; encoded, reversed and rotated forms are opened. What the user said is the user's,
/// also when it stands elsewhere too.
/// </summary>
internal sealed class ValueJudge(Conversation conversation)
{
    private const int LongestPhrase = 8;
    private const int ShortestTurned = 8;
    private const double RepeatedShare = 0.2;
    private const int MostRepeated = 3;

    // Characters that may be searched through for one call; beyond it, what was not looked up counts as untrusted.
    private const long SearchBudget = 64L << 20;

    private static readonly SearchValues<char> ChunkEnds = SearchValues.Create(" \t\r\n,;<>\"'()[]{}|`");
    private static readonly SearchValues<char> AddressMarks = SearchValues.Create("@/\\");

    private long _searched;

    public Judgement Judge(string value)
    {
        var normalized = TextNormalizer.Normalize(value.AsMemory());
        var text = normalized.Text.Span;
        var judgement = JudgeText(text);
        foreach (var view in normalized.Views)
        {
            judgement = Worse(judgement, JudgeText(view.Text.Span));
        }

        return judgement;
    }

    private static Judgement Worse(Judgement a, Judgement b) =>
        new(a.Origin > b.Origin ? a.Origin : b.Origin, a.IsAddress || b.IsAddress, a.CarriesPrivate || b.CarriesPrivate);

    private Judgement JudgeText(ReadOnlySpan<char> text)
    {
        var words = Words.Of(text);
        var count = Words.Count(words);
        if (count == 0)
        {
            return new(Origin.Trusted, IsAddress: false, CarriesPrivate: false);
        }

        var address = IsAddress(text);
        var whole = Look(words, address);
        if (whole.Origin is not (Origin.Model or Origin.Unknown))
        {
            return whole;
        }

        var judgement = Worse(whole, Turned(words));
        judgement = Worse(judgement, Chunks(text, everyName: count <= LongestPhrase));
        return count >= WordText.Run ? Worse(judgement, Runs(words)) : judgement;
    }

    /// <summary>Looks one part up.</summary>
    private Judgement Look(string words, bool address)
    {
        if (Spend(words) is false)
        {
            return new(Origin.Untrusted, address, CarriesPrivate: true);
        }

        var origin = conversation.User.Contains(words) ? Origin.User
            : conversation.Trusted.Contains(words) ? Origin.Trusted
            : conversation.Untrusted.Contains(words) || (address && conversation.Tools.Contains(words)) ? Origin.Untrusted
            : conversation.Tools.Contains(words) ? Origin.Trusted
            : conversation.Nowhere;
        return new(origin, address, origin != Origin.User && conversation.Private.Contains(words));
    }

    // Reversed, or in rot13: both are their own way back.
    private Judgement Turned(string words)
    {
        var squashed = Words.Squash(words);
        if (squashed.Length < ShortestTurned || !Spend(words))
        {
            return default;
        }

        var reversed = string.Create(squashed.Length, squashed, static (to, from) =>
        {
            from.CopyTo(to);
            to.Reverse();
        });
        var rotated = string.Create(squashed.Length, squashed, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = char.IsAsciiLetterLower(from[i]) ? (char)('a' + ((from[i] - 'a' + 13) % 26)) : from[i];
            }
        });
        var untrusted = conversation.Untrusted.ContainsSquashed(reversed) || conversation.Untrusted.ContainsSquashed(rotated);
        var carries = conversation.Private.ContainsSquashed(reversed) || conversation.Private.ContainsSquashed(rotated);
        return new(untrusted ? Origin.Untrusted : Origin.Trusted, IsAddress: false, carries);
    }

    /// <summary>Looks up what stands between spaces: addresses with their hosts, identifiers, and in a short value names too.</summary>
    private Judgement Chunks(ReadOnlySpan<char> text, bool everyName)
    {
        var judgement = new Judgement(Origin.Trusted, false, false);
        foreach (var range in text.SplitAny(ChunkEnds))
        {
            var chunk = text[range].TrimEnd(".!?:");
            var address = IsAddress(chunk);
            if (chunk.Length < 2 || !(address || chunk.ContainsAnyInRange('0', '9') || (everyName && char.IsUpper(chunk[0]))))
            {
                continue;
            }

            judgement = Worse(judgement, Known(Look(Words.Of(chunk), address)));
            if (address && HostOf(chunk) is { IsEmpty: false } host)
            {
                judgement = Worse(judgement, Known(Look(Words.Of(host), address)));
            }
        }

        return judgement;
    }

    // Of a part, only that it stands somewhere says anything.
    private static Judgement Known(Judgement judgement) => judgement.Origin is Origin.Untrusted ? judgement : judgement with { Origin = Origin.Trusted };

    private Judgement Runs(string words)
    {
        int all = 0, untrusted = 0, carried = 0;
        foreach (var run in new WordRuns(words))
        {
            all++;
            if (conversation.User.ContainsRun(run) || conversation.Trusted.ContainsRun(run))
            {
                continue;
            }

            untrusted += conversation.Untrusted.ContainsRun(run) ? 1 : 0;
            carried += conversation.Private.ContainsRun(run) ? 1 : 0;
        }

        return new(Repeats(untrusted, all) ? Origin.Untrusted : Origin.Trusted, IsAddress: false, Repeats(carried, all));
    }

    private static bool Repeats(int found, int all) => found >= MostRepeated || (found > 0 && found >= all * RepeatedShare);

    private bool Spend(string words)
    {
        _searched += words.Length + conversation.User.Length + conversation.Trusted.Length + conversation.Untrusted.Length + conversation.Private.Length + conversation.Tools.Length;
        return _searched <= SearchBudget;
    }

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        if (text.Length > 2048 || text.ContainsAny(' ', '\n'))
        {
            return false;
        }

        var dot = text.IndexOf('.');
        return (text.ContainsAny(AddressMarks) && HasLetter(text)) || (dot > 0 && dot < text.Length - 2 && char.IsLetter(text[dot + 1]) && char.IsLetterOrDigit(text[dot - 1]));
    }

    // Dates and fractions have slashes too.
    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> address)
    {
        if (address.Contains("//", StringComparison.Ordinal))
        {
            return UrlParts.Of(address).Host;
        }

        var at = address.LastIndexOf('@');
        var rest = at < 0 ? address : address[(at + 1)..];
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }
}
