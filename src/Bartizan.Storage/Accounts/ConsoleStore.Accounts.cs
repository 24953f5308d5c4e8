using Bartizan.Storage.Identity;
using Bartizan.Storage.Registry;
using Bartizan.Storage.Signals;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Accounts;

public sealed partial class ConsoleStore
{
    private const string AccountColumns = "SELECT id, name, password_hash AS PasswordHash, roles, created, disabled, last_seen AS LastSeen, issuer FROM accounts";

    // The one role whose loss the store guards: without it nobody could give roles again.
    private const string Admin = "admin";

    /// <summary>Adds an account; false when the name is taken. Event: <c>account.created</c>.</summary>
    /// <param name="account">The account.</param>
    /// <param name="by">Id of the account that did it, or <c>system</c>.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public ValueTask<bool> AddAccountAsync(Account account, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope => Add(scope, account, by), cancellationToken);

    /// <summary>Finds an account by id, or by name without regard to case.</summary>
    public ValueTask<Account?> FindAccountAsync(string idOrName, CancellationToken cancellationToken) => new(_database.Read(
        c => c.Query<AccountRow>(AccountColumns + " WHERE id = @idOrName OR name = @idOrName", new { idOrName }).SingleOrDefault()?.ToAccount(),
        cancellationToken));

    /// <summary>All accounts by name.</summary>
    public ValueTask<IReadOnlyList<Account>> ListAccountsAsync(CancellationToken cancellationToken) => new(_database.Read<IReadOnlyList<Account>>(
        c => [.. c.Query<AccountRow>(AccountColumns + " ORDER BY name").Select(r => r.ToAccount())],
        cancellationToken));

    /// <summary>
    /// Sets the password's hash, ends the account's sessions and makes its sign-in links worthless; false when there is no such working account.
    /// Event: <c>account.password-set</c>.
    /// </summary>
    public ValueTask<bool> SetPasswordAsync(string account, string passwordHash, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var name = scope.Connection.ExecuteScalar<string>(
                "UPDATE accounts SET password_hash = @passwordHash WHERE id = @account AND disabled IS NULL RETURNING name", new { account, passwordHash });
            if (name is not null)
            {
                EndAll(scope, account);
                Record(scope, "account.password-set", new { account, name, by });
            }

            return name is not null;
        },
        cancellationToken);

    /// <summary>Sets the roles, unless the last admin would be lost. Event: <c>account.roles-set</c>, with the roles before.</summary>
    public ValueTask<AccountChange> SetRolesAsync(string account, IReadOnlyList<string> roles, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var before = Find(scope, account);
            if (before is null || before.Roles.SequenceEqual(roles, StringComparer.Ordinal))
            {
                return AccountChange.Nothing;
            }

            if (!roles.Contains(Admin, StringComparer.OrdinalIgnoreCase) && IsLastAdmin(scope, before))
            {
                return AccountChange.LastAdmin;
            }

            scope.Connection.Execute("UPDATE accounts SET roles = @roles WHERE id = @account", new { account, roles = string.Join(' ', roles) });
            Bump(scope);
            Record(scope, "account.roles-set", new { account, before.Name, roles, before = before.Roles, by });
            return AccountChange.Made;
        },
        cancellationToken);

    /// <summary>Disables an account, unless it is the last admin's; its sessions, sign-in links and connected agents end, and agents whose blueprint it answers for are suspended. Event: <c>account.disabled</c>.</summary>
    public ValueTask<AccountChange> DisableAccountAsync(string account, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope => Disable(scope, account, by), cancellationToken);

    /// <summary>Lets a disabled account work again; its person has to sign in anew. Event: <c>account.enabled</c>.</summary>
    public ValueTask<AccountChange> EnableAccountAsync(string account, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            if (Find(scope, account) is not { Disabled: not null } before)
            {
                return AccountChange.Nothing;
            }

            scope.Connection.Execute("UPDATE accounts SET disabled = NULL WHERE id = @account", new { account });
            EndAll(scope, account);
            SqliteRegistryStore.Bump(scope);
            Bump(scope);
            Record(scope, "account.enabled", new { account, before.Name, by });
            return AccountChange.Made;
        },
        cancellationToken);

    /// <summary>The same inside a change that has another reason.</summary>
    internal AccountChange Disable(WriteScope scope, string account, string by)
    {
        if (Find(scope, account) is not { Disabled: null } before)
        {
            return AccountChange.Nothing;
        }

        if (IsLastAdmin(scope, before))
        {
            return AccountChange.LastAdmin;
        }

        scope.Connection.Execute("UPDATE accounts SET disabled = @now WHERE id = @account", new { account, now = _clock.GetUtcNow().ToMicroseconds() });
        EndAll(scope, account);
        SqliteRegistryStore.Bump(scope);
        Connections.EndAll(scope, account, null, _clock.GetUtcNow());
        Bump(scope);
        Record(scope, "account.disabled", new { account, before.Name, by });
        return AccountChange.Made;
    }

    /// <summary>Ends an account's sessions and makes its sign-in links worthless.</summary>
    internal static void EndAll(WriteScope scope, string account)
    {
        SignalledLevels.SessionsEnded(scope, account);
        scope.Connection.Execute("DELETE FROM sessions WHERE account = @account", new { account });
        scope.Connection.Execute("DELETE FROM sign_in_tokens WHERE account = @account", new { account });
    }

    // Asked inside the writer's transaction, one change after the other: two admins who disable each other at once cannot both succeed.
    private static bool IsLastAdmin(WriteScope scope, Account account) =>
        IsWorkingAdmin(account) && !All(scope).Any(other => other.Id != account.Id && IsWorkingAdmin(other));

    // Somebody invited who never chose a password cannot let anybody in.
    private static bool IsWorkingAdmin(Account account) =>
        account is { Disabled: null, PasswordHash: not null } && account.Roles.Contains(Admin, StringComparer.OrdinalIgnoreCase);

    private bool Add(WriteScope scope, Account account, string by)
    {
        var added = scope.Connection.Execute(
            """
            INSERT INTO accounts (id, name, password_hash, roles, created, disabled, issuer)
            VALUES (@Id, @Name, @PasswordHash, @roles, @created, NULL, @Issuer) ON CONFLICT (name) DO NOTHING
            """,
            new { account.Id, account.Name, account.PasswordHash, roles = string.Join(' ', account.Roles), created = account.Created.ToMicroseconds(), account.Issuer });
        if (added > 0)
        {
            Bump(scope);
            Record(scope, "account.created", new { account = account.Id, account.Name, account.Roles, account.Issuer, by });
        }

        return added > 0;
    }

    private static Account? Find(WriteScope scope, string account) =>
        scope.Connection.QuerySingleOrDefault<AccountRow>(AccountColumns + " WHERE id = @account", new { account })?.ToAccount();

    private static IEnumerable<Account> All(WriteScope scope) => scope.Connection.Query<AccountRow>(AccountColumns).Select(row => row.ToAccount());

    private static void Bump(WriteScope scope) => scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'accounts'");

    private sealed class AccountRow
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public string? PasswordHash { get; init; }
        public required string Roles { get; init; }
        public long Created { get; init; }
        public long? Disabled { get; init; }
        public long? LastSeen { get; init; }
        public string? Issuer { get; init; }

        public Account ToAccount() => new()
        {
            Id = Id,
            Name = Name,
            PasswordHash = PasswordHash,
            Roles = Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Created = SqliteTime.FromMicroseconds(Created),
            Disabled = Disabled is { } disabled ? SqliteTime.FromMicroseconds(disabled) : null,
            LastSeen = LastSeen is { } seen ? SqliteTime.FromMicroseconds(seen) : null,
            Issuer = Issuer,
        };
    }
}
