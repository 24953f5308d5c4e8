using Bartizan.Core.Results;

namespace Bartizan.Guard.Topics;

/// <summary>Checks what people declared as topics and competitors.</summary>
public static class TermLists
{
    /// <summary>Most lists, and most words of all of them.</summary>
    public const int MaxLists = 500;
    public const int MaxTerms = 20_000;
    private const int LongestName = 40;
    private const int LongestTerm = 64;

    /// <summary>Every mistake, each beginning with the setting's path: <c>guard.topics[2].words</c>, <c>guard.competitors[0].name</c>.</summary>
    public static IEnumerable<InputError> Check(IReadOnlyList<TermList> lists)
    {
        if (lists.Count > MaxLists || lists.Sum(l => l.Words.Count) > MaxTerms)
        {
            yield return new InputError($"guard.topics: there are more than {MaxLists} topics and competitors, or more than {MaxTerms} words in them.", "Join lists that policy treats alike.");
            yield break;
        }

        foreach (var kind in lists.GroupBy(l => l.Kind))
        {
            var (index, seen) = (0, new HashSet<string>(StringComparer.Ordinal));
            foreach (var list in kind)
            {
                var path = $"guard.{(kind.Key == TermListKind.Topic ? "topics" : "competitors")}[{index++}]";
                foreach (var error in CheckOne(list, path))
                {
                    yield return error;
                }

                if (!seen.Add(list.Name))
                {
                    yield return new InputError($"{path}.name: '{list.Name}' is declared twice.", "Give each list a name of its own.");
                }
            }
        }
    }

    private static IEnumerable<InputError> CheckOne(TermList list, string path)
    {
        if (list.Name.Length is 0 or > LongestName || list.Name.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            yield return new InputError($"{path}.name: '{list.Name}' is no name.", "Use small letters, digits and hyphens, at most 40, such as medical-advice.");
        }

        if (list.Words.Count == 0)
        {
            yield return new InputError($"{path}.words: there are none.", "Add what is to be found.");
        }

        foreach (var word in list.Words.Where(w => w.Length > LongestTerm || TermIndex.HashesOf(w).Length == 0))
        {
            yield return new InputError($"{path}.words: '{(word.Length <= 20 ? word : word[..20] + "…")}' cannot be looked for.", $"Words have letters or digits, and at most {LongestTerm} characters.");
        }

        if (list.AtLeast < 1 || (list.Kind == TermListKind.Topic && list.Words.Count > 0 && list.AtLeast > list.Words.Count))
        {
            yield return new InputError($"{path}.atLeast: {list.AtLeast} is out of range.", "Use 1 up to the number of its words.");
        }
    }
}
