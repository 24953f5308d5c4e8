using Bartizan.Core.KillSwitches;

namespace Bartizan.Storage.Accounts;

/// <summary>How people call agents and accounts: by their names, and everything else as it is.</summary>
public sealed class PartyNames
{
    private readonly Dictionary<string, string> _names;

    private PartyNames(Dictionary<string, string> names) => _names = names;

    /// <summary>Reads the names of this moment.</summary>
    public static async Task<PartyNames> ReadAsync(BartizanStore store, CancellationToken cancellationToken) => new(
        (await store.Agents.ListAsync(cancellationToken)).Select(a => (a.Id, a.Name))
            .Concat((await store.Console.ListAccountsAsync(cancellationToken)).Select(a => (a.Id, a.Name)))
            .ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal));

    /// <summary>The name of an agent or an account; the id where it has none.</summary>
    public string Of(string id) => _names.GetValueOrDefault(id, id);

    /// <summary>The name of what a kill switch stops.</summary>
    public string Of(KillTarget target) => target.Kind is KillKind.Agent or KillKind.User ? Of(target.Id) : target.Id;
}
