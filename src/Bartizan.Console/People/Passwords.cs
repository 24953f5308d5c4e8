using Bartizan.Storage.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Bartizan.Console.People;

/// <summary>Hashes and checks passwords (PBKDF2, HMAC-SHA-512), two at a time, so that guessing cannot take all processors from the gateway.</summary>
internal sealed class Passwords : IDisposable
{
    // OWASP's advice for PBKDF2 with HMAC-SHA-512.
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _turn = new(2);
    private readonly Lazy<string> _nobodysHash;

    public Passwords() => _nobodysHash = new(() => _hasher.HashPassword(null!, Secrets.NewToken()));

    /// <summary>The form that the store keeps.</summary>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => _hasher.HashPassword(null!, password), cancellationToken);

    /// <summary>Whether the password is the account's. Works just as long when there is no account or it has no password.</summary>
    public Task<bool> IsRightAsync(Account? account, string password, CancellationToken cancellationToken)
    {
        var hash = account?.PasswordHash ?? _nobodysHash.Value;
        return InTurnAsync(
            () => _hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed && account is { PasswordHash: not null, Disabled: null },
            cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
