using System.Security.Cryptography;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Federation;

/// <summary>Somebody who is at a provider to sign in.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Intent">What for.</param>
/// <param name="Redirect">Where the provider sends the browser back.</param>
/// <param name="Nonce">What its ID token must repeat.</param>
/// <param name="Verifier">What redeems the code (RFC 7636).</param>
/// <param name="Browser">SHA-256 of what the browser's cookie holds.</param>
/// <param name="Ends">When it is over.</param>
internal sealed record PendingSignIn(string Provider, SignInIntent Intent, string Redirect, string Nonce, string Verifier, byte[] Browser, DateTimeOffset Ends);

/// <summary>
/// Those who are at a provider, by <c>state</c>, each good once, for the browser that began it, and not for long. In memory only: whoever is cut off by a
/// restart begins again.
/// </summary>
internal sealed class PendingSignIns(TimeProvider clock)
{
    /// <summary>How long somebody may take at the provider.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingSignIn> _waiting = new(StringComparer.Ordinal);

    // In order of their ends, as all wait equally long; those that came back still stand in it.
    private readonly Queue<(string Key, DateTimeOffset Ends)> _ends = new();

    /// <summary>Keeps one under a state.</summary>
    public void Add(string state, PendingSignIn pending)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            while (_ends.TryPeek(out var oldest) && (oldest.Ends <= now || _ends.Count >= Most))
            {
                _waiting.Remove(_ends.Dequeue().Key);
            }

            _waiting.Add(KeyOf(state), pending);
            _ends.Enqueue((KeyOf(state), pending.Ends));
        }
    }

    /// <summary>Takes out the one of a state, if this is the browser that began it; another's stays where it is. Null when there is none.</summary>
    public PendingSignIn? Take(string state, string provider, string browser)
    {
        var key = KeyOf(state);
        lock (_gate)
        {
            return _waiting.TryGetValue(key, out var pending)
                && pending.Provider == provider
                && CryptographicOperations.FixedTimeEquals(pending.Browser, Unguessable.HashOf(browser))
                && _waiting.Remove(key)
                && pending.Ends > clock.GetUtcNow()
                    ? pending
                    : null;
        }
    }

    // Looked up by hash, so that the time of the look-up tells nothing of states.
    private static string KeyOf(string state) => Convert.ToHexString(Unguessable.HashOf(state));
}
