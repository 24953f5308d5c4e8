using Bartizan.Core.Identity;
using Bartizan.Storage.Signals;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>People on whose behalf agents act.</summary>
internal sealed partial class SqliteIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Person>> PeopleAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        var levels = SignalledLevels.Read(lease.Connection);
        return new([.. lease.Connection
            .Query<(string Id, string Name, string Roles)>("SELECT id, name, roles FROM accounts WHERE disabled IS NULL ORDER BY id")
            .Select(a => new Person(a.Id, a.Name, a.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)) { Levels = [.. levels[a.Id]] })]);
    }
}
