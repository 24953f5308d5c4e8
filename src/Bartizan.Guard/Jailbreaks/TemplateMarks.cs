using System.Buffers;

namespace Bartizan.Guard.Jailbreaks;

/// <summary>
/// Finds the marks of chat templates that begin the turn of another speaker (ChatML, Llama 2 and 3, Mistral, Gemma, Phi, DeepSeek, Command R), and headings
/// that do it in plain words.
/// </summary>
internal static class TemplateMarks
{
    private const int LongestRole = 16;

    // Followed by a role.
    private static readonly string[] Opening = ["<|im_start|>", "<|start_header_id|>", "<start_of_turn>", "<|start|>", "<|im_start>", "<im_start>"];

    // Marks that are a turn's beginning by themselves.
    private static readonly string[] Whole =
    [
        "<|system|>", "<|assistant|>", "<|developer|>", "<<sys>>", "[/inst]", "[system_prompt]", "<|system_token|>", "<|chatbot_token|>", "<|start_of_turn_token|>",
        "<\uFF5Cassistant\uFF5C>", "<|begin_of_text|>", "<\uFF5Cbegin▁of▁sentence\uFF5C>", "<|assistant|",
    ];

    private static readonly string[] Roles = ["system", "assistant", "model", "developer", "tool", "ipython"];

    // Headings of instruction formats, at the beginning of a line: ### System: …
    private static readonly string[] Headings = ["### system:", "### assistant:", "### system message:", "### system prompt:", "### new system", "[system]:", "[system message]:", "<system>:"];

    private static readonly SearchValues<string> Any = SearchValues.Create([.. Opening, .. Whole, .. Headings], StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the first.</summary>
    public static bool Find(ReadOnlySpan<char> text, out int start, out int length)
    {
        for (var at = 0; text[at..].IndexOfAny(Any) is >= 0 and var offset; at = start + 1)
        {
            start = at + offset;
            length = Length(text, start);
            if (length > 0)
            {
                return true;
            }
        }

        (start, length) = (0, 0);
        return false;
    }

    private static int Length(ReadOnlySpan<char> text, int start)
    {
        var rest = text[start..];
        foreach (var mark in Opening)
        {
            if (rest.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                var role = RoleLength(rest[mark.Length..]);
                return role == 0 || IsQuoted(text, start, mark.Length + role) ? 0 : mark.Length + role;
            }
        }

        foreach (var mark in Whole)
        {
            if (rest.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                return IsQuoted(text, start, mark.Length) ? 0 : mark.Length;
            }
        }

        foreach (var heading in Headings)
        {
            if (rest.StartsWith(heading, StringComparison.OrdinalIgnoreCase))
            {
                return start == 0 || text[start - 1] == '\n' ? heading.Length : 0;
            }
        }

        return 0;
    }

    private static int RoleLength(ReadOnlySpan<char> text)
    {
        var blank = text.Length - text.TrimStart(' ').Length;
        text = text[blank..];
        foreach (var role in Roles)
        {
            if (text.StartsWith(role, StringComparison.OrdinalIgnoreCase) && blank + role.Length <= LongestRole)
            {
                return blank + role.Length;
            }
        }

        return 0;
    }

    // Code and documentation name a mark in quotes or backticks; a template puts it there bare.
    private static bool IsQuoted(ReadOnlySpan<char> text, int start, int length)
    {
        var before = start == 0 ? '\n' : text[start - 1];
        var after = start + length < text.Length ? text[start + length] : '\n';
        return before is '`' or '"' or '\'' || after is '`' or '"' or '\'';
    }
}
