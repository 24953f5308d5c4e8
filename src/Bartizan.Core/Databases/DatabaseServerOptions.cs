using System.Net;
using Bartizan.Core.Results;

namespace Bartizan.Core.Databases;

/// <summary>A PostgreSQL database in which agents get logins of their own, as a person configured it.</summary>
public sealed record DatabaseServerOptions
{
    /// <summary>Its name in requests and policies: small letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>The database's name on the server.</summary>
    public required string Database { get; init; }

    /// <summary>The role that makes and drops others: <c>CREATEROLE</c>, with leave to pass on what the templates grant.</summary>
    public required string User { get; init; }

    /// <summary>Where its password is: <c>env:NAME</c> or <c>file:/path</c>.</summary>
    public required string Password { get; init; }

    /// <summary>File of the certificates by which the server's is checked; null for those of the operating system.</summary>
    public string? Certificates { get; init; }

    /// <summary>How long a login lasts at most; it never outlives its mandate.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What logins may be.</summary>
    public IReadOnlyList<DatabaseRoleOptions> Roles { get; init; } = [];

    /// <summary>Whether the server is on this machine, and so may be reached without TLS.</summary>
    public bool IsHere => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Mistakes, each naming its setting.</summary>
    public static IEnumerable<InputError> Validate(IReadOnlyList<DatabaseServerOptions> databases)
    {
        for (var i = 0; i < databases.Count; i++)
        {
            var (database, where) = (databases[i], $"databases[{i}]");
            if (!IsName(database.Name) || databases.Take(i).Any(d => d.Name == database.Name))
            {
                yield return new($"{where}.name: It must be 1 to 32 small letters, digits, '-' or '_', and no other's.", "Write for example orders.");
            }

            if (Uri.CheckHostName(database.Host) == UriHostNameType.Unknown)
            {
                yield return new($"{where}.host: It is no host name or address.", "Write for example db.example.org.");
            }

            if (database.Port is < 1 or > 65_535)
            {
                yield return new($"{where}.port: It must be 1 to 65535.", "Leave it out for 5432.");
            }

            if (database.Lasts < TimeSpan.FromMinutes(1) || database.Lasts > TimeSpan.FromHours(24))
            {
                yield return new($"{where}.lasts: It must be 1m to 24h.", "Write for example 15m.");
            }

            if (database.Roles.Count == 0)
            {
                yield return new($"{where}.roles: There is none, so nobody could get a login.", "Add one with a name and its grants.");
            }

            foreach (var error in database.Roles.SelectMany((role, at) => DatabaseRoleOptions.Validate(role, database.Roles.Take(at), $"{where}.roles[{at}]")))
            {
                yield return error;
            }
        }
    }

    /// <summary>Whether a database or role may be called that.</summary>
    internal static bool IsName(string text) => text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}

/// <summary>What a login may do: SQL that a person wrote, never one who asks.</summary>
/// <param name="Name">Its name in requests and policies.</param>
/// <param name="Grants">Statements that begin with <c>GRANT</c>, each with <c>{role}</c> where the login's name goes.</param>
public sealed record DatabaseRoleOptions(string Name, IReadOnlyList<string> Grants)
{
    /// <summary>Where the login's name goes in a grant.</summary>
    public const string Placeholder = "{role}";

    internal static IEnumerable<InputError> Validate(DatabaseRoleOptions role, IEnumerable<DatabaseRoleOptions> before, string where)
    {
        if (!DatabaseServerOptions.IsName(role.Name) || before.Any(b => b.Name == role.Name))
        {
            yield return new($"{where}.name: It must be 1 to 32 small letters, digits, '-' or '_', and no other's.", "Write for example reader.");
        }

        // One statement each, so that what is granted can be read here; with the role behind its last TO, so that it grants to nobody else.
        foreach (var grant in role.Grants.Where(g =>
            !g.StartsWith("GRANT ", StringComparison.OrdinalIgnoreCase) || g.Contains(';', StringComparison.Ordinal) || !g.TrimEnd().EndsWith(" TO " + Placeholder, StringComparison.OrdinalIgnoreCase)))
        {
            yield return new($"{where}.grants: \"{grant}\" is not one statement GRANT … TO {Placeholder}.", $"Write for example GRANT SELECT ON orders TO {Placeholder}");
        }
    }
}
