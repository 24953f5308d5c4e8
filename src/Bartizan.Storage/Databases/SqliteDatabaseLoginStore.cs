using Bartizan.Core.Databases;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Databases;

/// <summary>Logins at databases in the store's SQLite file.</summary>
internal sealed class SqliteDatabaseLoginStore(StoreWriter writer, Database database, IIdSource ids) : IDatabaseLoginStore
{
    /// <inheritdoc/>
    public ValueTask<bool> BeginAsync(DatabaseLogin login, int mostOfMandate, int mostOfDatabase, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.ExecuteScalar<int>("SELECT count(*) FROM database_logins WHERE mandate = @Mandate", login) >= mostOfMandate
                || scope.Connection.ExecuteScalar<int>("SELECT count(*) FROM database_logins WHERE database = @Database", login) >= mostOfDatabase)
            {
                return false;
            }

            scope.Connection.Execute(
                "INSERT INTO database_logins (id, database, role, name, agent, mandate, token, person, until) VALUES (@Id, @Database, @Role, @Name, @Agent, @Mandate, @Token, @Person, @until)",
                new { login.Id, login.Database, login.Role, login.Name, login.Agent, login.Mandate, login.Token, login.Person, until = login.Until.ToMicroseconds() });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask MadeAsync(DatabaseLogin login, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute("UPDATE database_logins SET made = @at WHERE id = @Id", new { login.Id, at = now.ToMicroseconds() });
            Tell(scope, "identity.database-login-made", login, null, now);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DroppedAsync(DatabaseLogin login, string reason, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            var dropped = scope.Connection.Execute("DELETE FROM database_logins WHERE id = @Id", new { login.Id }) > 0;
            if (dropped)
            {
                Tell(scope, "identity.database-login-dropped", login, reason, now);
            }

            return dropped;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DatabaseLogin>> ListAsync(CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<DatabaseLogin>>(
        c => [.. c.Query<Row>("SELECT id, database, role, name, agent, mandate, token, person, until FROM database_logins ORDER BY id").Select(r => r.ToLogin())], cancellationToken));

    private void Tell(WriteScope scope, string kind, DatabaseLogin login, string? reason, DateTimeOffset now) => scope.Append(EventFacts.Record(
        ids, "identity", kind, now, new { login.Database, login.Role, login = login.Name, login.Agent, login.Person, login.Mandate, login.Token, login.Until, reason }));

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string Database { get; init; }
        public required string Role { get; init; }
        public required string Name { get; init; }
        public required string Agent { get; init; }
        public required string Mandate { get; init; }
        public required string Token { get; init; }
        public string? Person { get; init; }
        public long Until { get; init; }

        public DatabaseLogin ToLogin() => new()
        {
            Id = Id,
            Database = Database,
            Role = Role,
            Name = Name,
            Agent = Agent,
            Mandate = Mandate,
            Token = Token,
            Person = Person,
            Until = SqliteTime.FromMicroseconds(Until),
        };
    }
}
