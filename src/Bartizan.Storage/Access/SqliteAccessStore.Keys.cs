using Bartizan.Core.Elevation;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Access;

/// <summary>The keys with which people approve.</summary>
internal sealed partial class SqliteAccessStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AddKeyAsync(ApproverKey key, string by, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var added = scope.Connection.Execute(
                """
                INSERT INTO approver_keys (id, account, name, public_key, credential_id, relying_party, origin, sign_count, created)
                VALUES (@Id, @Account, @Name, @PublicKey, @CredentialId, @RelyingParty, @Origin, @signCount, @created) ON CONFLICT (public_key) DO NOTHING
                """,
                new
                {
                    key.Id,
                    key.Account,
                    key.Name,
                    key.PublicKey,
                    key.Passkey?.CredentialId,
                    key.Passkey?.RelyingParty,
                    key.Passkey?.Origin,
                    signCount = (long)(key.Passkey?.SignCount ?? 0),
                    created = key.Created.ToMicroseconds(),
                }) > 0;
            if (added)
            {
                Tell(scope, "access.key-added", key.Created, new { key = key.Id, key.Account, key.Name, passkey = key.Passkey is not null, publicKey = key.PublicKey, by });
            }

            return added;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApproverKey>> KeysAsync(string account, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<ApproverKey>>(
        c => [.. c.Query<KeyRow>(KeyColumns + " WHERE account = @account AND revoked IS NULL ORDER BY created", new { account }).Select(r => r.ToKey())], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeKeyAsync(string account, string key, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var revoked = scope.Connection.Execute(
                "UPDATE approver_keys SET revoked = @now WHERE id = @key AND account = @account AND revoked IS NULL", new { key, account, now = when.ToMicroseconds() }) > 0;
            if (revoked)
            {
                Tell(scope, "access.key-revoked", when, new { key, account, by });
            }

            return revoked;
        },
        cancellationToken);
}
