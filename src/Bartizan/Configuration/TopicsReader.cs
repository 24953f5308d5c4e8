using Bartizan.Guard.Topics;

namespace Bartizan.Configuration;

/// <summary>Reads <c>guard.topics</c> and <c>guard.competitors</c>.</summary>
internal static class TopicsReader
{
    public static IReadOnlyList<TermList> Read(YamlSection guard) =>
    [
        .. guard.Sections("topics").Select(section => List(section, TermListKind.Topic)),
        .. guard.Sections("competitors").Select(section => List(section, TermListKind.Competitor)),
    ];

    private static TermList List(YamlSection section, TermListKind kind)
    {
        var list = new TermList { Name = section.Required("name"), Kind = kind, Words = section.Texts("words") ?? [] };
        if (kind == TermListKind.Topic)
        {
            list = list with { AtLeast = section.Value("atLeast", list.AtLeast, Quantities.Count, "a whole number of words") };
        }

        section.Close();
        return list;
    }
}
