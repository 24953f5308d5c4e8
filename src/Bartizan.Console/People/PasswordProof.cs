using Bartizan.Console.Access;
using Bartizan.Console.Http;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>Asks for the password once more: whoever finds an open session may look at things, but must not give themselves a key that approves, or another way in.</summary>
internal sealed class PasswordProof(Passwords passwords, SignInThrottle throttle, TimeProvider clock)
{
    /// <summary>How long it counts that somebody without a password proved anew at their provider who they are.</summary>
    public static readonly TimeSpan ProofHolds = TimeSpan.FromMinutes(5);

    /// <summary>Goes on only where the password is the account's, or where the person has none and proved at the provider just now who they are.</summary>
    /// <exception cref="RefusalException">It is wrong, or was tried too often.</exception>
    public async Task RequireAsync(Account account, string password, HttpContext context)
    {
        if (account.PasswordHash is null)
        {
            if (context.Visitor().ProvenUntil > clock.GetUtcNow())
            {
                return;
            }

            throw new RefusalException(Refusals.BadField("password", "This account has no password, and its person did not just prove anew who they are.", "Sign in anew at your identity provider, then try again."));
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (throttle.Begin(account.Name, address) is var wait && wait > TimeSpan.Zero)
        {
            throw new RefusalException(Refusals.TooManySignIns(wait));
        }

        if (password.Length > PasswordRules.LongestLength || !await passwords.IsRightAsync(account, password, context.RequestAborted))
        {
            throw new RefusalException(Refusals.BadField("password", "The password is wrong.", "Type the one with which you sign in."));
        }

        throttle.Succeed(account.Name, address);
    }
}
