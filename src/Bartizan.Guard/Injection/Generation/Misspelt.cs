using System.Text;
using Bartizan.Guard.Injection.Training;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Generation;

/// <summary>
/// Short texts written the ways that normalisation cannot undo, or not always: letters jumbled, lost, doubled, or hidden behind
/// marks and digits, rot13, backwards, escaped. Attacks and benign texts alike, so that the disguise is no evidence.
/// </summary>
internal static class Misspelt
{
    private const int Longest = 240;

    private delegate string Spelling(string word, ref SplitMix random);

    private static readonly Spelling[] Spellings = [Jumbled, Lost, Doubled, Masked, Leet, Hyphened];

    private static readonly Func<string, string>[] Wholes = [text => WholeTextCiphers.Rotated(text), text => WholeTextCiphers.Reversed(text), Escaped, Entities];

    /// <summary><paramref name="count"/> attacks of users and as many benign texts, drawn from <paramref name="rows"/> and misspelt; and an eighth as many of data, escaped as programs do.</summary>
    public static IEnumerable<LabelledText> Create(IReadOnlyList<LabelledText> rows, int count, ulong seed)
    {
        var random = new SplitMix(seed);
        foreach (var attack in new[] { true, false })
        {
            var texts = rows.Where(r => r.Channel == InjectionChannel.User && r.IsAttack == attack && r.Text.Length <= Longest).ToList();
            for (var i = 0; i < count && texts.Count > 0; i++)
            {
                var row = texts[random.Below(texts.Count)];
                var way = i % (Spellings.Length + Wholes.Length);
                var text = way < Spellings.Length ? WordByWord(row.Text, Spellings[way], ref random) : Wholes[way - Spellings.Length](row.Text);
                yield return new LabelledText(text, row.Label, row.Channel, "generated misspelt", "train");
            }

            texts = [.. rows.Where(r => r.Channel == InjectionChannel.Data && r.IsAttack == attack && r.Text.Length <= Longest)];
            for (var i = 0; i < count / 8 && texts.Count > 0; i++)
            {
                var row = texts[random.Below(texts.Count)];
                yield return new LabelledText(i % 2 == 0 ? Escaped(row.Text) : Entities(row.Text), row.Label, row.Channel, "generated misspelt", "train");
            }
        }
    }

    private static string WordByWord(string text, Spelling spelling, ref SplitMix random)
    {
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length > 3 && random.Below(4) > 0)
            {
                words[i] = spelling(words[i], ref random);
            }
        }

        return string.Join(' ', words);
    }

    private static string Jumbled(string word, ref SplitMix random)
    {
        var inner = new int[word.Length - 2];
        for (var i = 0; i < inner.Length; i++)
        {
            inner[i] = i + 1;
        }

        random.Shuffle(inner);
        return $"{word[0]}{string.Concat(inner.Select(i => word[i]))}{word[^1]}";
    }

    private static string Lost(string word, ref SplitMix random) => word.Remove(1 + random.Below(word.Length - 2), 1);

    private static string Doubled(string word, ref SplitMix random)
    {
        var at = random.Below(word.Length);
        return word.Insert(at, word[at].ToString());
    }

    private static string Masked(string word, ref SplitMix random)
    {
        var at = 1 + random.Below(word.Length - 2);
        return $"{word.AsSpan(0, at)}*{word.AsSpan(at + 1)}";
    }

    private static string Leet(string word, ref SplitMix random) =>
        random.Below(2) == 0 ? word.Replace('e', '3').Replace('o', '0') : word.Replace('i', '1').Replace('a', '4').Replace('s', '5');

    private static string Escaped(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));

    private static string Entities(string text) => string.Concat(text.Select(c => $"&#{(int)c};"));

    private static string Hyphened(string word, ref SplitMix random)
    {
        var text = new StringBuilder(word.Length * 2);
        var mark = "-._"[random.Below(3)];
        foreach (var c in word)
        {
            text.Append(text.Length == 0 ? "" : mark.ToString()).Append(c);
        }

        return text.ToString();
    }
}
