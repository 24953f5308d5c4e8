using System.Buffers;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>
/// Whether a text around a name is written for machines or publication: markup, code, lists of authors. Names there belong to libraries, papers and
/// licences far more often than to somebody's data, so that a name needs more than its looks.
/// </summary>
internal static class Surroundings
{
    private const int Behind = 160;
    private const int Ahead = 40;

    private static readonly SearchValues<string> Marks = SearchValues.Create(
        ["](", "://", "`", "**", "copyright", "(c) ", "author", "contributor", "maintainer", "//", "</", "/>", "{{", "()", "::", "->", "=>", "\n#", "##", "et al", "arxiv", "github", "const ", "import ", "return ", "def ", "==", "\\n", "\n* ", "\n- ", "@param", "ISBN", "University", "http"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether marks of code or publication stand around the span, as far as it can be seen without waiting for more text.</summary>
    public static bool AreTechnical(ref SpanText text, int start, int end)
    {
        // A character at a time, so that a stream waits for as much as a whole text is read.
        var ahead = end;
        while (ahead < end + Ahead && text[ahead] is not ('\0' or '\n'))
        {
            ahead++;
        }

        return text.Chars[Math.Max(0, start - Behind)..start].ContainsAny(Marks) || text.Chars[end..Math.Min(ahead, text.Length)].ContainsAny(Marks);
    }
}
