using Bartizan.Core.KillSwitches;

namespace Bartizan.Storage.KillSwitches;

/// <summary>How people call what kill switches stop: agents and accounts by their names, everything else as it is.</summary>
public sealed class SwitchNames
{
    private readonly Dictionary<string, string> _names;

    private SwitchNames(Dictionary<string, string> names) => _names = names;

    /// <summary>Reads the names of this moment.</summary>
    public static async Task<SwitchNames> ReadAsync(BartizanStore store, CancellationToken cancellationToken) => new(
        (await store.Agents.ListAsync(cancellationToken)).Select(a => (a.Id, a.Name))
            .Concat((await store.Console.ListAccountsAsync(cancellationToken)).Select(a => (a.Id, a.Name)))
            .ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal));

    /// <summary>The name of a target.</summary>
    public string Of(KillTarget target) => target.Kind is KillKind.Agent or KillKind.User && _names.TryGetValue(target.Id, out var name) ? name : target.Id;
}
