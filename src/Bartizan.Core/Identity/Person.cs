using Bartizan.Core.Signals;

namespace Bartizan.Core.Identity;

/// <summary>A person with an account that works, on whose behalf agents act.</summary>
/// <param name="Id">Account id, prefix <c>acc</c>.</param>
/// <param name="Name">The name they sign in with.</param>
/// <param name="Roles">Their roles, as policies see them.</param>
public sealed record Person(string Id, string Name, IReadOnlyList<string> Roles)
{
    /// <summary>What their identity provider last signalled of them, as far as it counts.</summary>
    public IReadOnlyList<SignalledLevel> Levels { get; init; } = [];

    /// <summary>Whether an id is a person's and not an agent's.</summary>
    public static bool IsId(string id) => id.StartsWith("acc_", StringComparison.Ordinal);
}
