using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Signing keys.</summary>
internal sealed partial class SqliteIdentityStore
{
    private const string SealedFor = "identity.signing-key";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<KeyRow>("SELECT id, sealed, signs_from AS SignsFrom, algorithm FROM signing_keys WHERE ended IS NULL ORDER BY signs_from, id")
            .Select(Open)]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> AddKeyAsync(SigningKey key, bool onlyFirst, bool endOthers, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (onlyFirst && scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM signing_keys WHERE ended IS NULL AND algorithm = @Algorithm", new { key.Algorithm }) > 0)
            {
                return false;
            }

            var ended = endOthers
                ? scope.Connection.Query<string>("UPDATE signing_keys SET ended = @when WHERE ended IS NULL AND algorithm = @Algorithm RETURNING id", new { key.Algorithm, when = when.ToMicroseconds() }).ToList()
                : [];
            scope.Connection.Execute(
                "INSERT INTO signing_keys (id, sealed, signs_from, ended, algorithm) VALUES (@Id, @text, @from, NULL, @Algorithm)",
                new { key.Id, key.Algorithm, text = content.Seal(SealedFor, key.Id, Convert.ToBase64String(key.Pkcs8)), from = key.SignsFrom.ToMicroseconds() });
            Changed(scope, "identity.key-added", when, new { key = key.Id, key.Algorithm, key.SignsFrom, ended });
            return true;
        },
        cancellationToken);

    private SigningKey Open(KeyRow row) =>
        content.Unseal(SealedFor, row.Id, row.Sealed) is { } text
            ? new(row.Id, Convert.FromBase64String(text), SqliteTime.FromMicroseconds(row.SignsFrom), null, row.Algorithm)
            : throw new InputException(new InputError(
                $"The signing key {row.Id} cannot be opened with this folder's keys.",
                "Restore the folder keys from a backup, or end all keys with: bartizan identity keys rotate --now."));

    private sealed class KeyRow
    {
        public required string Id { get; init; }
        public required string Sealed { get; init; }
        public long SignsFrom { get; init; }
        public required string Algorithm { get; init; }
    }
}
