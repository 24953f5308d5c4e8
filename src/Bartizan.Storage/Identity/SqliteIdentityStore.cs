using Bartizan.Core.Content;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>What the authorization server keeps, in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed partial class SqliteIdentityStore(StoreWriter writer, Database database, IContentProtector content, IIdSource ids)
    : IIdentityStore, IConsentStore, IMandateStore, IBackchannelStore, IDisposable
{
    private IssuanceChecks? _checks;

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        // All only grow, so that their sum changes when one does.
        return new(lease.Connection.ExecuteScalar<long>("SELECT sum(value) FROM versions WHERE name IN ('accounts', 'agents', 'identity')"));
    }

    /// <inheritdoc/>
    public void Dispose() => _checks?.Dispose();

    // Made and used on the writer's thread only.
    private IssuanceChecks Checks(WriteScope scope) => _checks ??= new IssuanceChecks(scope.Connection);

    private void Changed<T>(WriteScope scope, string kind, DateTimeOffset when, T fact)
    {
        Bump(scope);
        scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));
    }

    /// <summary>Tells gateways, within the transaction, that clients, keys or tokens changed.</summary>
    public static void Bump(WriteScope scope) => scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'identity'");
}
