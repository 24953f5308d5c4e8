using System.Diagnostics.CodeAnalysis;

namespace Bartizan.Core.KillSwitches;

/// <summary>What a kill switch can stop.</summary>
public enum KillKind
{
    /// <summary>The whole installation.</summary>
    Everything,

    /// <summary>All agents of an AI system, by the system's name.</summary>
    System,

    /// <summary>An agent and whoever acts for it, by its id.</summary>
    Agent,

    /// <summary>A piece of work: all tokens that share a transaction, by its id (<c>txn</c>).</summary>
    Work,

    /// <summary>A model, by the name that clients ask for.</summary>
    Model,

    /// <summary>A tool, by the name that policies see: <c>server/tool</c> at MCP servers.</summary>
    Tool,

    /// <summary>An MCP server and all its tools, by its name.</summary>
    Server,
}

/// <summary>One thing that a kill switch stops.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one; <c>*</c> for <see cref="KillKind.Everything"/>.</param>
public readonly record struct KillTarget(KillKind Kind, string Id)
{
    /// <summary>Most characters of an id.</summary>
    public const int MaxLength = 512;

    /// <summary>The whole installation.</summary>
    public static readonly KillTarget Everything = new(KillKind.Everything, "*");

    /// <summary>The kind in lower case, as commands, events and the store write it.</summary>
    public string Word => Kind.ToString().ToLowerInvariant();

    /// <summary>Reads the word of a kind and an id; false where there is no such kind, or the id cannot be one.</summary>
    public static bool TryParse(string word, string? id, [NotNullWhen(true)] out KillTarget? target)
    {
        target = null;
        // Enum.TryParse would take numbers too.
        if (!Enum.GetNames<KillKind>().Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        var kind = Enum.Parse<KillKind>(word, ignoreCase: true);
        if (kind == KillKind.Everything)
        {
            target = id is null or "*" ? Everything : null;
        }
        else if (id is { Length: > 0 and <= MaxLength } && !id.Any(char.IsControl))
        {
            target = new(kind, id);
        }

        return target is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == KillKind.Everything ? Word : $"{Word} {Id}";
}
