using System.Collections.Frozen;
using Bartizan.Core.Tools;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Pinning;

/// <summary>A tool that may be called: its pin, and which of its arguments are repeated in headers.</summary>
/// <param name="Pin">The pin.</param>
/// <param name="Mirrored">Arguments that are repeated in headers.</param>
internal sealed record PinnedTool(ToolPin Pin, IReadOnlyList<MirroredParameter> Mirrored);

/// <summary>All pins of one version of the store: immutable, swapped whole, read by every exchange without a lock.</summary>
internal sealed class PinTable
{
    /// <summary>Knows none.</summary>
    public static readonly PinTable Empty = new(0, []);

    private readonly FrozenDictionary<(string Server, string Name), PinnedTool> _tools;
    private readonly ILookup<string, ToolPin> _byFold;

    public PinTable(long version, IReadOnlyList<ToolPin> pins)
    {
        Version = version;
        Pins = pins;
        _tools = pins.ToFrozenDictionary(
            p => (p.Server, p.Name),
            p => new PinnedTool(p, p.Approved is { } approved ? MirroredParameter.OfDefinition(approved.Json) ?? [] : []));
        _byFold = pins.ToLookup(p => ToolNames.Fold(p.Name), StringComparer.Ordinal);
    }

    /// <summary>The store's version that this was made of.</summary>
    public long Version { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ToolPin> Pins { get; }

    /// <summary>The pin of a tool; null when it was never seen.</summary>
    public PinnedTool? Find(string server, string name) => _tools.GetValueOrDefault((server, name));

    /// <summary>
    /// Why a definition must not be offered without a person's word, one sentence: its name can be mistaken for that of a tool seen before, or it
    /// speaks of another server's tool. Empty when neither.
    /// </summary>
    public string Suspicion(string server, string name, ToolDefinition definition)
    {
        foreach (var other in _byFold[ToolNames.Fold(name)])
        {
            if (other.Server != server || other.Name != name)
            {
                return $"Its name can be mistaken for {other.Server}/{other.Name}.";
            }
        }

        foreach (var other in Pins)
        {
            if (other.Server != server && other.State == ToolPinState.Approved && ToolNames.Mentions(definition.Json, other.Name))
            {
                return $"Its definition speaks of {other.Server}/{other.Name}, a tool of another server.";
            }
        }

        return "";
    }
}
