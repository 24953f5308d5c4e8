namespace Bartizan.Core.Databases;

/// <summary>A login that was made at a database for one piece of work, as it is kept: never its password.</summary>
public sealed record DatabaseLogin
{
    /// <summary>Id, prefix <c>dbl</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The database, by its name in configuration.</summary>
    public required string Database { get; init; }

    /// <summary>What it may do, by its name in configuration.</summary>
    public required string Role { get; init; }

    /// <summary>Its name at the server.</summary>
    public required string Name { get; init; }

    /// <summary>The agent that got it.</summary>
    public required string Agent { get; init; }

    /// <summary>The mandate for which it was made.</summary>
    public required string Mandate { get; init; }

    /// <summary>The token with which it was asked for.</summary>
    public required string Token { get; init; }

    /// <summary>The person for whom; null for none.</summary>
    public string? Person { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>Keeps which logins there may be. Each change is durable, with the event that tells of it, before the call returns.</summary>
public interface IDatabaseLoginStore
{
    /// <summary>Notes that a login is about to be made, before it is; false where there are too many.</summary>
    /// <param name="login">The login.</param>
    /// <param name="mostOfMandate">Most logins of its mandate.</param>
    /// <param name="mostOfDatabase">Most logins of its database.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> BeginAsync(DatabaseLogin login, int mostOfMandate, int mostOfDatabase, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that it was made. Event: <c>identity.database-login-made</c>.</summary>
    ValueTask MadeAsync(DatabaseLogin login, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that it is gone at the server, and forgets it. Event: <c>identity.database-login-dropped</c>.</summary>
    ValueTask DroppedAsync(DatabaseLogin login, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>All that may be there.</summary>
    ValueTask<IReadOnlyList<DatabaseLogin>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>Makes and drops logins at database servers. What goes wrong there is a value: a reason without anything secret; null when it went well.</summary>
public interface IDatabaseLoginMaker
{
    /// <summary>Makes a login with what its role grants, all of it or nothing.</summary>
    /// <param name="login">The login.</param>
    /// <param name="password">Its password.</param>
    /// <param name="cancellationToken">Gives up; the login may be there all the same.</param>
    ValueTask<string?> MakeAsync(DatabaseLogin login, string password, CancellationToken cancellationToken);

    /// <summary>Lets it in no more, ends its sessions and drops it with all that it owns. Goes well where it is gone already.</summary>
    ValueTask<string?> DropAsync(DatabaseLogin login, CancellationToken cancellationToken);
}
