using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Registry;

/// <summary>Blueprints and the standing of agents in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed partial class SqliteRegistryStore(StoreWriter writer, Database database, IIdSource ids) : IRegistryStore
{
    /// <summary>Tells gateways, within the transaction, that agents changed.</summary>
    public static void Bump(WriteScope scope) => scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'agents'");

    /// <inheritdoc/>
    public async ValueTask RequireBlueprintsAsync(bool required, DateTimeOffset when, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            var changed = scope.Connection.Execute(required
                ? "INSERT INTO meta (name, value) VALUES ('blueprint-required', '') ON CONFLICT (name) DO NOTHING"
                : "DELETE FROM meta WHERE name = 'blueprint-required'");
            if (changed > 0)
            {
                Changed(scope, "identity.blueprint-required", when, new { required });
            }

            return true;
        },
        cancellationToken);

    private void Changed<T>(WriteScope scope, string kind, DateTimeOffset when, T fact)
    {
        Bump(scope);
        Tell(scope, kind, when, fact);
    }

    private void Tell<T>(WriteScope scope, string kind, DateTimeOffset when, T fact) => scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));
}
