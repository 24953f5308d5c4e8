using Bartizan.Console.Http;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>Asks for the password once more: whoever finds an open session may look at things, but must not give themselves a key that approves, or another way in.</summary>
internal sealed class PasswordProof(Passwords passwords, SignInThrottle throttle)
{
    /// <summary>Goes on only where the password is the account's.</summary>
    /// <exception cref="RefusalException">It is wrong, or was tried too often.</exception>
    public async Task RequireAsync(Account account, string password, HttpContext context)
    {
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
