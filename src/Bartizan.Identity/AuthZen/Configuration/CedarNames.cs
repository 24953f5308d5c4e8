using Bartizan.Policy;

namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>Turns the names that callers use into Cedar's, by the namespace of the configuration.</summary>
internal sealed class CedarNames(string? space)
{
    private readonly string _prefix = space is null ? "" : space + "::";

    /// <summary>The type of actions.</summary>
    public string ActionType => _prefix + "Action";

    /// <summary>The entity type that a caller's type stands for.</summary>
    public string Type(string type) => _prefix + type;

    /// <summary>The action of a name.</summary>
    public EntityUid Action(string name) => new(ActionType, name);
}
