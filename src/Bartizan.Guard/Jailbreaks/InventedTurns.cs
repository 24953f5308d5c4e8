using System.Buffers;

namespace Bartizan.Guard.Jailbreaks;

/// <summary>Counts turns of an invented conversation: lines that begin with the name of a person who asks, each followed by one of a model that answers.</summary>
internal static class InventedTurns
{
    /// <summary>Questions with an answer that make a text a lesson by example. Fewer are examples.</summary>
    public const int Enough = 16;

    private const int LongestName = 16;
    private static readonly string[] Askers = ["user", "human", "q", "question", "me", "prompt"];
    private static readonly string[] Answerers = ["assistant", "ai", "a", "answer", "bot", "chatbot", "model", "chatgpt", "gpt", "claude", "gemini", "llm", "response"];

    // "Q" and "A" are the forms of lists of questions and of tests, and prove nothing about a model.
    private static readonly string[] Neutral = ["q", "question", "a", "answer", "prompt", "response"];

    private static readonly SearchValues<string> Hints = SearchValues.Create(["assistant:", "ai:", "bot:", "model:", "gpt:", "claude:", "gemini:", "llm:", "assistant**", "ai**"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the stretch from the first turn to the last.</summary>
    public static bool Find(ReadOnlySpan<char> text, out int start, out int length, out int turns)
    {
        (start, length, turns) = (0, 0, 0);
        if (!text.ContainsAny(Hints))
        {
            return false;
        }

        var (first, last, pairs, asked, spoken) = (-1, 0, 0, false, 0);
        for (var at = 0; at < text.Length;)
        {
            var line = text[at..];
            var name = Name(line);
            if (name.Length > 0 && Is(name, Askers))
            {
                first = first < 0 ? at : first;
                asked = true;
            }
            else if (name.Length > 0 && Is(name, Answerers))
            {
                if (asked)
                {
                    pairs++;
                    spoken += Is(name, Neutral) ? 0 : 1;
                    asked = false;
                    var end = line.IndexOf('\n');
                    last = end < 0 ? text.Length : at + end;
                }
            }

            var next = line.IndexOf('\n');
            at = next < 0 ? text.Length : at + next + 1;
        }

        if (pairs < Enough || spoken < Enough)
        {
            return false;
        }

        (start, length, turns) = (first, last - first, 2 * pairs);
        return true;
    }

    // "User:", "**Human:**", "> AI :"
    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> line)
    {
        var at = 0;
        while (at < line.Length && at < 8 && line[at] is ' ' or '*' or '>' or '#' or '[' or '<' or '-')
        {
            at++;
        }

        var end = at;
        while (end < line.Length && end - at <= LongestName && char.IsAsciiLetter(line[end]))
        {
            end++;
        }

        var name = line[at..end];
        while (end < line.Length && end - at < LongestName + 8 && line[end] is ' ' or ']' or '>' or '*' or (>= '0' and <= '9'))
        {
            end++;
        }

        return end < line.Length && line[end] == ':' ? name : [];
    }

    private static bool Is(ReadOnlySpan<char> name, string[] names)
    {
        foreach (var one in names)
        {
            if (name.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
