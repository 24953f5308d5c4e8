using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Core.Tools;
using Bartizan.Storage;

namespace Bartizan.Commands.Mcp;

/// <summary>The <c>server/tool</c> argument.</summary>
internal static class PinArgument
{
    public static Argument<string> Create() => new("tool") { Description = "The tool, as server/name." };

    /// <summary>The pin that the argument names.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static async Task<ToolPin> FindAsync(BartizanStore store, string text, CancellationToken cancellationToken)
    {
        var at = text.IndexOf('/', StringComparison.Ordinal);
        var (server, name) = at < 0 ? ("", text) : (text[..at], text[(at + 1)..]);
        return (await store.ToolPins.ListAsync(cancellationToken)).FirstOrDefault(p => p.Server == server && p.Name == name)
            ?? throw new InputException(new InputError($"No tool '{text}' has been seen.", "`bartizan mcp list` shows all; a tool is seen when a client lists or calls the server's tools."));
    }

    /// <summary>What may be shown on a terminal: a server chose the text, and control characters or text that people cannot see must not act there.</summary>
    public static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(r =>
        System.Text.Rune.GetUnicodeCategory(r) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator && r.Value != '\n'
            ? $"<U+{r.Value:X4}>"
            : r.ToString()));
}
