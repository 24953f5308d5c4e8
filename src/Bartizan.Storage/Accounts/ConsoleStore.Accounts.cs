using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Accounts;

public sealed partial class ConsoleStore
{
    private const string AccountColumns = "SELECT id, name, password_hash AS PasswordHash, roles, created, disabled FROM accounts";

    /// <summary>Adds an account; false when the name is taken. Event: <c>account.created</c>.</summary>
    /// <param name="account">The account.</param>
    /// <param name="by">Id of the account that did it, or <c>system</c>.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public ValueTask<bool> AddAccountAsync(Account account, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var added = scope.Connection.Execute(
                """
                INSERT INTO accounts (id, name, password_hash, roles, created, disabled)
                VALUES (@Id, @Name, @PasswordHash, @roles, @created, NULL) ON CONFLICT (name) DO NOTHING
                """,
                new { account.Id, account.Name, account.PasswordHash, roles = string.Join(' ', account.Roles), created = account.Created.ToMicroseconds() });
            if (added > 0)
            {
                Record(scope, "account.created", new { account = account.Id, account.Name, account.Roles, by });
            }

            return added > 0;
        },
        cancellationToken);

    /// <summary>Finds an account by id, or by name without regard to case.</summary>
    public ValueTask<Account?> FindAccountAsync(string idOrName, CancellationToken cancellationToken) => new(Read(
        c => c.Query<AccountRow>(AccountColumns + " WHERE id = @idOrName OR name = @idOrName", new { idOrName }).SingleOrDefault()?.ToAccount(),
        cancellationToken));

    /// <summary>All accounts by name.</summary>
    public ValueTask<IReadOnlyList<Account>> ListAccountsAsync(CancellationToken cancellationToken) => new(Read<IReadOnlyList<Account>>(
        c => [.. c.Query<AccountRow>(AccountColumns + " ORDER BY name").Select(r => r.ToAccount())],
        cancellationToken));

    /// <summary>Sets the password's hash and ends the account's other sessions; false when there is no such account. Event: <c>account.password-set</c>.</summary>
    public ValueTask<bool> SetPasswordAsync(string account, string passwordHash, string by, CancellationToken cancellationToken) => ChangeAsync(
        account, "account.password-set", by, null, "UPDATE accounts SET password_hash = @value WHERE id = @account", passwordHash, endsSessions: true, cancellationToken);

    /// <summary>Sets the roles; false when there is no such account. Event: <c>account.roles-set</c>.</summary>
    public ValueTask<bool> SetRolesAsync(string account, IReadOnlyList<string> roles, string by, CancellationToken cancellationToken) => ChangeAsync(
        account, "account.roles-set", by, roles, "UPDATE accounts SET roles = @value WHERE id = @account", string.Join(' ', roles), endsSessions: false, cancellationToken);

    /// <summary>Disables an account and ends its sessions; false when there is no such working account. Event: <c>account.disabled</c>.</summary>
    public ValueTask<bool> DisableAccountAsync(string account, string by, CancellationToken cancellationToken) => ChangeAsync(
        account, "account.disabled", by, null, "UPDATE accounts SET disabled = @value WHERE id = @account AND disabled IS NULL", _clock.GetUtcNow().ToMicroseconds(), endsSessions: true, cancellationToken);

    /// <summary>Lets a disabled account work again; false when there is no such disabled account. Event: <c>account.enabled</c>.</summary>
    public ValueTask<bool> EnableAccountAsync(string account, string by, CancellationToken cancellationToken) => ChangeAsync<long?>(
        account, "account.enabled", by, null, "UPDATE accounts SET disabled = @value WHERE id = @account AND disabled IS NOT NULL", null, endsSessions: false, cancellationToken);

    private ValueTask<bool> ChangeAsync<T>(
        string account, string kind, string by, IReadOnlyList<string>? roles, string sql, T value, bool endsSessions, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var changed = scope.Connection.Execute(sql, new { account, value }) > 0;
            if (changed)
            {
                if (endsSessions)
                {
                    scope.Connection.Execute("DELETE FROM sessions WHERE account = @account", new { account });
                }

                Record(scope, kind, new { account, roles, by });
            }

            return changed;
        },
        cancellationToken);

    private sealed class AccountRow
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public string? PasswordHash { get; init; }
        public required string Roles { get; init; }
        public long Created { get; init; }
        public long? Disabled { get; init; }

        public Account ToAccount() => new()
        {
            Id = Id,
            Name = Name,
            PasswordHash = PasswordHash,
            Roles = Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Created = SqliteTime.FromMicroseconds(Created),
            Disabled = Disabled is { } at ? SqliteTime.FromMicroseconds(at) : null,
        };
    }
}
