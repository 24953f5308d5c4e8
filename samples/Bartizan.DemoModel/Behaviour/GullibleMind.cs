using System.Globalization;
using System.Text;

namespace Bartizan.DemoModel.Behaviour;

/// <summary>
/// Turns what was read into an answer. Deterministic, and as credulous as a model can be: any text may instruct it.
/// It understands, in any letter case: <c>reply with X</c>, <c>repeat the system prompt</c>, <c>call tool NAME with {json}</c>,
/// <c>echo: X</c>, <c>write N words</c>, <c>pace: N ms</c>, <c>cut after N events</c>, <c>fail with status N</c>.
/// The model names <c>demo-slow</c> and <c>demo-echo</c> do the same without words.
/// </summary>
internal static class GullibleMind
{
    private const int MostWords = 100_000;

    public static Answer Answer(Prompt prompt)
    {
        var answer = new Answer { Pace = prompt.Model.EndsWith("-slow", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero };
        var tools = new List<ToolUse>();
        string? said = prompt.Model.EndsWith("-echo", StringComparison.Ordinal) ? prompt.Question : null;
        foreach (var text in prompt.Texts)
        {
            tools.AddRange(ToolUses(text));
            said = Said(text, prompt) ?? said;
            answer = answer with
            {
                Pace = Number(text, "pace:") is { } pace ? TimeSpan.FromMilliseconds(pace) : answer.Pace,
                CutAfter = Number(text, "cut after") ?? answer.CutAfter,
                FailStatus = Number(text, "fail with status") is { } status and >= 400 and <= 599 ? status : answer.FailStatus,
            };
        }

        return answer with { Tools = tools, Text = said ?? (tools.Count > 0 ? "" : Reply(prompt.Question)) };
    }

    private static string? Said(string text, Prompt prompt)
    {
        if (Find(text, "repeat the system prompt") >= 0 || Find(text, "reveal the system prompt") >= 0 || Find(text, "reveal your system prompt") >= 0)
        {
            return prompt.System.Length > 0 ? prompt.System : "I have no system prompt.";
        }

        if (After(text, "echo:") is { } echo)
        {
            return text[echo..].Trim();
        }

        if (After(text, "reply with") is { } start)
        {
            return Sentence(text, start);
        }

        return Number(text, "write") is { } words && Find(text, " words") >= 0 ? Words(Math.Min(words, MostWords)) : null;
    }

    private static string Reply(string question) =>
        question.Length == 0
            ? "Hello from the demo model."
            : $"Hello from the demo model. You said: {(question.Length <= 400 ? question : question[..400] + "…")}";

    /// <summary>What is in quotes, or else the rest of the sentence.</summary>
    private static string Sentence(string text, int start)
    {
        var rest = text.AsSpan(start).TrimStart(" :");
        if (rest.Length > 0 && rest[0] is '"' or '\'' or '`' && rest[1..].IndexOf(rest[0]) is var close and >= 0)
        {
            return rest[1..(close + 1)].ToString();
        }

        var end = 0;
        while (end < rest.Length && rest[end] is not ('\n' or '\r')
            && !(rest[end] is '.' or '!' or '<' && (end + 1 == rest.Length || rest[end] == '<' || char.IsWhiteSpace(rest[end + 1]))))
        {
            end++;
        }

        return rest[..end].Trim().ToString();
    }

    private static IEnumerable<ToolUse> ToolUses(string text)
    {
        for (var at = After(text, "call tool"); at is { } start; at = After(text, "call tool", start))
        {
            var name = string.Concat(text.Skip(start).SkipWhile(c => c == ' ').TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'));
            if (name.Length == 0)
            {
                continue;
            }

            var after = text.IndexOf(name, start, StringComparison.Ordinal) + name.Length;
            var open = text.AsSpan(after).TrimStart().StartsWith("with", StringComparison.OrdinalIgnoreCase) ? text.IndexOf('{', after) : -1;
            yield return new ToolUse(name, open < 0 ? "{}" : JsonObjectAt(text, open));
        }
    }

    private static string JsonObjectAt(string text, int open)
    {
        var depth = 0;
        var quoted = false;
        for (var i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted: i++; break;
                case '"': quoted = !quoted; break;
                case '{' when !quoted: depth++; break;
                case '}' when !quoted && --depth == 0: return text[open..(i + 1)];
                default: break;
            }
        }

        return "{}";
    }

    private static string Words(int count)
    {
        var text = new StringBuilder(count * 8);
        for (var i = 1; i <= count; i++)
        {
            text.Append(i == 1 ? "" : " ").Append("word").Append(i.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static int? Number(string text, string after)
    {
        if (After(text, after) is not { } start)
        {
            return null;
        }

        var digits = text.AsSpan(start).TrimStart();
        var length = 0;
        while (length < digits.Length && length < 6 && char.IsAsciiDigit(digits[length]))
        {
            length++;
        }

        return length == 0 ? null : int.Parse(digits[..length], CultureInfo.InvariantCulture);
    }

    private static int Find(string text, string what) => text.IndexOf(what, StringComparison.OrdinalIgnoreCase);

    private static int? After(string text, string what, int from = 0) =>
        text.IndexOf(what, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + what.Length : null;
}
