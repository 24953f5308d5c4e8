using System.ComponentModel;
using Bartizan.Console.Access;

namespace Bartizan.Console.Contract;

/// <summary>How far a browser has come with signing in.</summary>
public enum SessionState
{
    /// <summary>Nobody is signed in.</summary>
    SignedOut,

    /// <summary>A one-time link was redeemed; a name and a password must be chosen before anything else.</summary>
    SetUp,

    /// <summary>A person is signed in.</summary>
    SignedIn,
}

/// <summary>Who looks at the console, and what they may do.</summary>
/// <param name="State">How far signing in has come.</param>
/// <param name="HasAccounts">Whether any account exists; when not, only a one-time link leads in.</param>
/// <param name="Person">The person, or null unless signed in.</param>
/// <param name="SetUpName">While setting up: the name that was chosen for them, or null when they choose it.</param>
/// <param name="CsrfToken">Value of the header <c>x-bartizan-csrf</c> that every POST, PUT and DELETE must carry; null when signed out.</param>
/// <param name="Expires">When the session ends at the latest, or null when signed out.</param>
/// <param name="SignOutAt">Just after signing out: where the person signs out at their identity provider too; else null.</param>
public sealed record Session(SessionState State, bool HasAccounts, Person? Person, string? SetUpName, string? CsrfToken, DateTimeOffset? Expires, string? SignOutAt = null);

/// <summary>A person with an account.</summary>
/// <param name="Id">Account id, prefix <c>acc</c>.</param>
/// <param name="Name">Name they sign in with.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Rights">All that their roles permit.</param>
/// <param name="HasPassword">Whether they have a password here; else they prove at their identity provider who they are.</param>
/// <param name="ProvenUntil">Until when it counts that they proved it there anew; null where they did not.</param>
public sealed record Person(string Id, string Name, IReadOnlyList<Role> Roles, IReadOnlyList<Right> Rights, bool HasPassword, DateTimeOffset? ProvenUntil);

/// <summary>Redeems a one-time link.</summary>
/// <param name="Token">The part of the link's fragment after <c>token=</c>.</param>
public sealed record RedeemLink(string Token);

/// <summary>Signs in with a local account.</summary>
/// <param name="Name">The account's name; case does not matter.</param>
/// <param name="Password">Its password.</param>
public sealed record SignIn(string Name, string Password);

/// <summary>Chooses name and password after a one-time link.</summary>
/// <param name="Name">The session's setUpName, or where that is null 2 to 64 letters, digits, dots, dashes, underscores or @.</param>
/// <param name="Password">At least 12 characters.</param>
public sealed record SetUpAccount(string Name, [property: Description("At least 12 characters, not a well-known one.")] string Password);
