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
        return await store.ToolPins.FindAsync(server, name, cancellationToken)
            ?? throw new InputException(new InputError($"No tool '{text}' has been seen.", "`bartizan mcp list` shows all; a tool is seen when a client lists or calls the server's tools."));
    }
}
