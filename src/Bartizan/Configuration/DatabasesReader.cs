using Bartizan.Core.Databases;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Identity;

namespace Bartizan.Configuration;

/// <summary>Reads the list <c>databases</c>: where agents get logins of their own.</summary>
internal static class DatabasesReader
{
    public static IReadOnlyList<DatabaseServerOptions> Read(YamlSection root, Func<string?, string?> path) => [.. root.Sections("databases").Select(section => Database(section, path))];

    /// <summary>What is wrong by itself, or does not go with the rest.</summary>
    public static IEnumerable<InputError> Validate(IReadOnlyList<DatabaseServerOptions> databases, AuthorizationOptions identity) =>
        DatabaseServerOptions.Validate(databases)
            .Concat(databases.Select((d, i) => (d, i)).Where(d => CredentialReference.TryParse(d.d.Password) is null).Select(d => new InputError(
                $"databases[{d.i}].password: it is not a reference.", "Write env:NAME or file:/path; a secret itself never stands in configuration.")))
            .Concat(databases.Count > 0 && identity.Issuer is null
                ? [new InputError("databases: logins are for mandates, and there is no authorization server that gives them.", "Set identity.issuer, for example to listener.")]
                : []);

    private static DatabaseServerOptions Database(YamlSection section, Func<string?, string?> path)
    {
        var defaults = new DatabaseServerOptions { Name = "", Host = "", Database = "", User = "", Password = "" };
        var database = new DatabaseServerOptions
        {
            Name = section.Required("name"),
            Host = section.Required("host"),
            Port = section.Value("port", defaults.Port, Quantities.Count, "a whole number"),
            Database = section.Required("database"),
            User = section.Required("user"),
            Password = section.Required("password"),
            Certificates = path(section.Text("certificates")),
            Lasts = section.Value("lasts", defaults.Lasts, Quantities.Duration, Quantities.DurationExpected),
            Roles = [.. section.Sections("roles").Select(Role)],
        };
        section.Close();
        return database;
    }

    private static DatabaseRoleOptions Role(YamlSection section)
    {
        var role = new DatabaseRoleOptions(section.Required("name"), section.Texts("grants") ?? []);
        section.Close();
        return role;
    }
}
