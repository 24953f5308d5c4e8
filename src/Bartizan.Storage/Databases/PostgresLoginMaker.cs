using System.Globalization;
using Bartizan.Core.Databases;
using Npgsql;

namespace Bartizan.Storage.Databases;

/// <summary>Makes and drops logins at PostgreSQL servers, each time over a connection of its own.</summary>
/// <param name="databases">The databases.</param>
/// <param name="secrets">Fetches the password that an option refers to; null when it is not there.</param>
public sealed class PostgresLoginMaker(IReadOnlyList<DatabaseServerOptions> databases, Func<string, string?> secrets) : IDatabaseLoginMaker
{
    private const int PatienceSeconds = 10;

    // An agent that opens many more is not one that works.
    private const int MostConnections = 10;

    /// <inheritdoc/>
    public ValueTask<string?> MakeAsync(DatabaseLogin login, string password, CancellationToken cancellationToken) => RunAsync(
        login,
        grants: true,
        async (connection, database) =>
        {
            if (database.Roles.FirstOrDefault(r => r.Name == login.Role) is not { } role)
            {
                return "the role is not configured";
            }

            var name = Quote(login.Name);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var until = login.Until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00";
            await ExecuteAsync(connection, $"CREATE ROLE {name} LOGIN CONNECTION LIMIT {MostConnections} PASSWORD '{ScramVerifier.Of(password)}' VALID UNTIL '{until}'", cancellationToken);
            foreach (var grant in role.Grants)
            {
                await ExecuteAsync(connection, grant.Replace(DatabaseRoleOptions.Placeholder, name, StringComparison.Ordinal), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> DropAsync(DatabaseLogin login, CancellationToken cancellationToken) => RunAsync(
        login,
        grants: false,
        async (connection, _) =>
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_roles WHERE rolname = $1", connection) { Parameters = { new() { Value = login.Name } } };
            if (await find.ExecuteScalarAsync(cancellationToken) is null)
            {
                return null;
            }

            var name = Quote(login.Name);
            // First nobody new gets in, then those who are in get out. Who made a role may not have its rights, and needs them for what comes after. What it owns
            // goes with it: a function of its own that others may call would run with the rights of whoever took it over.
            await ExecuteAsync(connection, $"ALTER ROLE {name} NOLOGIN", cancellationToken);
            await ExecuteAsync(connection, $"GRANT {name} TO CURRENT_USER", cancellationToken);
            await using var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1", connection) { Parameters = { new() { Value = login.Name } } };
            await end.ExecuteNonQueryAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, "SET LOCAL lock_timeout = '5s'", cancellationToken);
            await ExecuteAsync(connection, $"DROP OWNED BY {name} CASCADE", cancellationToken);
            await ExecuteAsync(connection, $"DROP ROLE {name}", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>A name as SQL takes it, whatever is in it.</summary>
    internal static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private async ValueTask<string?> RunAsync(DatabaseLogin login, bool grants, Func<NpgsqlConnection, DatabaseServerOptions, Task<string?>> use, CancellationToken cancellationToken)
    {
        if (databases.FirstOrDefault(d => d.Name == login.Database) is not { } database)
        {
            return "the database is not configured any more";
        }

        if (secrets(database.Password) is not { } password)
        {
            return $"the password {database.Password} is not there";
        }

        try
        {
            await using var connection = new NpgsqlConnection(Address(database, password, grants));
            await connection.OpenAsync(cancellationToken);
            return await use(connection, database);
        }
        catch (PostgresException e)
        {
            // The code and its fixed words; never the statement.
            return $"the server refused: {e.SqlState} {e.MessageText}";
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            return $"the server cannot be reached: {e.GetType().Name}";
        }
    }

    private static string Address(DatabaseServerOptions database, string password, bool grants) => new NpgsqlConnectionStringBuilder
    {
        Host = database.Host,
        Port = database.Port,
        Database = database.Database,
        Username = database.User,
        Password = password,
        SslMode = database.IsHere ? SslMode.Prefer : SslMode.VerifyFull,
        RootCertificate = database.Certificates,
        Timeout = PatienceSeconds,
        CommandTimeout = PatienceSeconds,
        Pooling = false,
        // What logins may have made must not stand in the place of what is asked for here. Grants name things as people do.
        SearchPath = grants ? null : "pg_catalog",
        Enlist = false,
        ApplicationName = "bartizan",
    }.ConnectionString;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
