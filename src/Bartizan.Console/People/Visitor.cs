using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Storage.Accounts;
using Session = Bartizan.Storage.Accounts.Session;
using SignIn = Bartizan.Core.Identity.SignIn;

namespace Bartizan.Console.People;

/// <summary>Who makes a request, as far as the server knows.</summary>
internal sealed record Visitor
{
    private const string CsrfPurpose = "bartizan console csrf";

    /// <summary>Somebody without a session.</summary>
    public static Visitor Stranger { get; } = new();

    /// <summary>How far signing in has come.</summary>
    public SessionState State { get; private init; }

    /// <summary>The account of somebody signed in, or of somebody invited who is setting it up.</summary>
    public Account? Account { get; private init; }

    /// <summary>The session's token; null for a stranger.</summary>
    public string? Token { get; private init; }

    /// <summary>The identity provider by which the session began; null for a password.</summary>
    public string? Issuer { get; private init; }

    /// <summary>Until when it counts that the person proved anew at the provider who they are; null where they did not.</summary>
    public DateTimeOffset? ProvenUntil { get; private init; }

    /// <summary>How and when the person signed in; null for strangers, and where a provider did not say that it was anew.</summary>
    public SignIn? SignIn { get; private init; }

    /// <summary>When the session ends at the latest.</summary>
    public DateTimeOffset? Expires { get; private init; }

    /// <summary>The header value that proves a change was meant; null for a stranger.</summary>
    public string? CsrfToken => Token is null ? null : Secrets.Derive(Token, CsrfPurpose);

    /// <summary>The roles of somebody signed in; a name that is none is left out, and so grants nothing.</summary>
    public IReadOnlyList<Role> Roles => State == SessionState.SignedIn ? Accounts.RolesOf(Account!) : [];

    public static Visitor SignedIn(Account account, string token, Session session) => new()
    {
        State = SessionState.SignedIn,
        Account = account,
        Token = token,
        Expires = session.Expires,
        Issuer = session.Identity?.Issuer,
        // A provider may have let the person through by a session of its own, however old: only a sign-in that was demanded anew says when it was.
        SignIn = session.Identity is null ? new(Whole(session.Created), SignIn.Password) : session.Proven is { } proven ? new(Whole(proven), SignIn.Provider) : null,
        ProvenUntil = session.Proven + PasswordProof.ProofHolds,
    };

    public static Visitor SettingUp(Account? invited, string token, DateTimeOffset expires) =>
        new() { State = SessionState.SetUp, Account = invited, Token = token, Expires = expires };

    /// <summary>Whether one of the roles holds the right.</summary>
    public bool May(Right right) => RoleTable.Allows(Roles, right);

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
