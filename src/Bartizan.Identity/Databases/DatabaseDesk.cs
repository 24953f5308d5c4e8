using System.Security.Cryptography;
using Bartizan.Core.Databases;
using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Policy;

namespace Bartizan.Identity.Databases;

/// <summary>A login that was made, with its password, which is shown once and kept nowhere.</summary>
/// <param name="login">The login.</param>
/// <param name="server">Where it is.</param>
/// <param name="password">Its password.</param>
internal sealed class OpenedDatabase(DatabaseLogin login, DatabaseServerOptions server, string password)
{
    /// <summary>The login.</summary>
    public DatabaseLogin Login => login;

    /// <summary>Where it is.</summary>
    public DatabaseServerOptions Server => server;

    /// <summary>Its password.</summary>
    public string Password => password;

    /// <inheritdoc/>
    public override string ToString() => login.Name;
}

/// <summary>
/// Gives agents logins at databases, each for one piece of work. The one way to one: a mandate, kill switches, policy, the note that it is about to be, the
/// login itself, and once more whether all that still stands, because it may have ended meanwhile.
/// </summary>
internal sealed class DatabaseDesk(
    IReadOnlyList<DatabaseServerOptions> databases, IDatabaseLoginStore store, IDatabaseLoginMaker maker, DatabaseLogins logins, IPolicySource policies, IIdSource ids, TimeProvider clock)
{
    /// <summary>Most logins of one mandate at a time.</summary>
    public const int MostOfMandate = 8;

    /// <summary>Most logins of one database at a time.</summary>
    public const int MostOfDatabase = 200;

    private const string PasswordLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly OAuthError NoMandate = new("mandate_required", "A login at a database is for one piece of work: ask for a token with a mandate.", 403);
    private static readonly OAuthError Denied = new("access_denied", "Policy does not let this agent have this login.", 403);
    private static readonly OAuthError TooMany = new("too_many_logins", "This mandate, or this database, has as many logins as it may. Use one that you have, or wait until one ends.", 429);
    private static readonly OAuthError Unavailable = new("temporarily_unavailable", "The database did not give the login. Try again soon; tell whoever runs it if it stays so.", 503);

    /// <summary>Gives one, or why not.</summary>
    public async ValueTask<(OpenedDatabase? Opened, OAuthError? Error)> OpenAsync(Principal agent, TokenFacts token, string name, string role, CancellationToken cancellationToken)
    {
        if (databases.FirstOrDefault(d => d.Name == name) is not { } server || server.Roles.All(r => r.Name != role))
        {
            // The same for what is not there and for what is not allowed: who may have nothing here learns nothing.
            return (null, Denied with { Recorded = "there is no such database or role" });
        }

        if (token.Mandates is not [var mandate, ..])
        {
            return (null, NoMandate);
        }

        if (token.Authority is not null)
        {
            return (null, Denied with { Recorded = "the token is for certain models and tools only" });
        }

        if (logins.Ended(agent) is { } ended)
        {
            return (null, Denied with { Recorded = ended });
        }

        if (DatabasePolicy.Refuses(policies.Current, agent, token, name, role) is { } against)
        {
            return (null, Denied with { Recorded = against });
        }

        var now = clock.GetUtcNow();
        var until = token.Mandates.Select(m => m.Until).Append(now + server.Lasts).Min();
        var login = new DatabaseLogin
        {
            Id = ids.NewId("dbl"),
            Database = name,
            Role = role,
            Name = "btz_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            Agent = agent.AgentId,
            Mandate = mandate.Id,
            Token = token.Id,
            Person = token.Person?.Id,
            Until = until,
        };
        // From here on it runs to its end, whoever goes away.
        using var holding = logins.Hold(login, agent);
        if (!await store.BeginAsync(login, MostOfMandate, MostOfDatabase, now, CancellationToken.None))
        {
            return (null, TooMany);
        }

        var password = RandomNumberGenerator.GetString(PasswordLetters, 43);
        if (await maker.MakeAsync(login, password, CancellationToken.None) is { } failed)
        {
            // It may be there all the same: whoever sweeps finds out.
            return (null, Unavailable with { Recorded = failed });
        }

        await store.MadeAsync(login, clock.GetUtcNow(), CancellationToken.None);
        holding.Keep();
        return logins.Ended(agent) is { } meanwhile ? (null, Denied with { Recorded = meanwhile }) : (new(login, server, password), null);
    }
}
