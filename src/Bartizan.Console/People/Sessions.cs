using Bartizan.Core.Credentials;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>Sessions of people who signed in: begun with a fresh token each time, ended by signing out, by idleness and by age.</summary>
internal sealed class Sessions(ConsoleStore store, SetUps setUps, ConsoleOptions options, TimeProvider clock)
{
    // A write a request would be waste; a minute more or less of idleness is none.
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    /// <summary>Who holds this token; a stranger when it is no session's, or the session is over.</summary>
    /// <param name="token">What the browser presented.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="touch">Whether this counts as use of the session.</param>
    public async ValueTask<Visitor> FindAsync(string? token, CancellationToken cancellationToken, bool touch = true)
    {
        if (Secrets.Hash(token) is not { } hash)
        {
            return Visitor.Stranger;
        }

        if (setUps.Find(token!) is { } settingUp)
        {
            return settingUp;
        }

        if (await store.FindSessionAsync(hash, cancellationToken) is not { } found)
        {
            return Visitor.Stranger;
        }

        var now = clock.GetUtcNow();
        var idle = now - found.Session.LastSeen;
        if (idle >= options.SessionIdle + TouchEvery)
        {
            await store.EndSessionAsync(hash, cancellationToken);
            return Visitor.Stranger;
        }

        if (touch && idle >= TouchEvery)
        {
            await store.TouchSessionAsync(hash, cancellationToken);
        }

        return Visitor.SignedIn(found.Account, token!, found.Session);
    }

    /// <summary>Begins a session; null when meanwhile the account was disabled or got another password.</summary>
    public Task<Visitor?> BeginAsync(Account account, CancellationToken cancellationToken) => BeginAsync(account, null, null, proven: false, cancellationToken);

    /// <summary>Begins a session by an identity; null when meanwhile the account was disabled or lost the identity.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="identity">The identity.</param>
    /// <param name="given">What the provider gave for the person and when it ends, where it is kept; null where it is not.</param>
    /// <param name="proven">Whether the person proved anew who they are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Visitor?> BeginAsync(Account account, SessionIdentity? identity, (string Token, DateTimeOffset Ends)? given, bool proven, CancellationToken cancellationToken)
    {
        await store.PurgeAsync(cancellationToken);
        var token = Secrets.NewToken();
        var now = clock.GetUtcNow();
        var hash = Secrets.Hash(token)!;
        var session = new Session
        {
            TokenHash = hash,
            Account = account.Id,
            Created = now,
            Expires = now + options.SessionLifetime,
            LastSeen = now,
            Identity = identity,
            Subject = given is var (idToken, ends) ? new SubjectToken(hash, idToken, ends) : null,
            Proven = proven ? now : null,
        };
        return await store.AddSessionAsync(session, account.PasswordHash, cancellationToken) ? Visitor.SignedIn(account, token, session) : null;
    }

    /// <summary>Ends the session of a visitor, if there is one.</summary>
    public async Task EndAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        if (visitor.Token is { } token && !setUps.End(token))
        {
            await store.EndSessionAsync(Secrets.Hash(token)!, cancellationToken);
        }
    }
}
