using Bartizan.Guard.Taint;

namespace Bartizan.Gateway.Configuration;

/// <summary>What a person wrote about tools of one name or pattern. What is left out is told by the tool's name, and unknown names count as the worst.</summary>
public sealed record ToolOptions
{
    /// <summary>The tool's name; <c>*</c> stands for any run of characters. The first entry with a match counts.</summary>
    public required string Name { get; init; }

    /// <summary>Whether what it returns is the application's own word, which may instruct the model; by default anybody's.</summary>
    public bool TrustedResults { get; init; }

    /// <summary>Whether what it returns is private.</summary>
    public bool? Private { get; init; }

    /// <summary>Whether it changes something or sends something outside.</summary>
    public bool? Outward { get; init; }

    /// <summary>Whether what it does can be undone; by default not.</summary>
    public bool Reversible { get; init; }
}

/// <summary>What is known of each tool: compiled from <see cref="ToolOptions"/>, immutable.</summary>
public sealed class ToolTable(IReadOnlyList<ToolOptions> tools)
{
    /// <summary>Whether any tool's results are trusted.</summary>
    public bool TrustsAny { get; } = tools.Any(t => t.TrustedResults);

    /// <summary>Whether what a tool returns is the application's own word.</summary>
    public bool TrustsResults(string tool) => Find(tool) is { TrustedResults: true };

    /// <summary>Whether what a tool returns is private; so is what an unknown tool (null) returned.</summary>
    public bool ReturnsPrivate(string? tool) => tool is null || (Find(tool)?.Private ?? ToolNames.ReturnsPrivate(tool));

    /// <summary>Whether a tool changes something or sends something outside.</summary>
    public bool ActsOutward(string tool) => Find(tool)?.Outward ?? ToolNames.ActsOutward(tool);

    /// <summary>What a tool does, as a person wrote of it: <c>read</c>, <c>reversible</c>, or null where nobody wrote that it is one of these. Names tell nothing here.</summary>
    public string? EffectOf(string tool) => Find(tool) switch
    {
        { Outward: false } => "read",
        { Reversible: true } => "reversible",
        _ => null,
    };

    private ToolOptions? Find(string tool)
    {
        foreach (var entry in tools)
        {
            if (ModelPattern.Matches(entry.Name, tool))
            {
                return entry;
            }
        }

        return null;
    }
}
