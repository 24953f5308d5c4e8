namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>Revisions of the protocol that the gateway speaks, by the dates that name them.</summary>
internal static class McpRevision
{
    /// <summary>The first with streamable HTTP, and the only one with batches; the revision of a client that names none.</summary>
    public const string First = "2025-03-26";

    /// <summary>Stateless: every request names its revision in <c>_meta</c>, and headers repeat what the body says.</summary>
    public const string Stateless = "2026-07-28";

    /// <summary>All, newest first.</summary>
    public static readonly IReadOnlyList<string> All = [Stateless, "2025-11-25", "2025-06-18", First];

    /// <summary>Whether the gateway speaks it.</summary>
    public static bool IsKnown(string revision) => All.Contains(revision);
}
