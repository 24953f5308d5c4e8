using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>
/// Browsers that redeemed a link and have yet to choose a password. Kept in memory only: whoever is cut off by a restart asks for a new link.
/// </summary>
internal sealed class SetUps(TimeProvider clock)
{
    /// <summary>How long somebody may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Visitor> _visitors = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    /// <param name="invited">The account to set up, or null for the first one.</param>
    public Visitor Begin(Account? invited)
    {
        var token = Secrets.NewToken();
        var now = clock.GetUtcNow();
        var visitor = Visitor.SettingUp(invited, token, now + Lifetime);
        lock (_gate)
        {
            foreach (var old in _visitors.Where(v => v.Value.Expires <= now).Select(v => v.Key).ToList())
            {
                _visitors.Remove(old);
            }

            if (_visitors.Count >= Most)
            {
                _visitors.Remove(_visitors.MinBy(v => v.Value.Expires).Key);
            }

            _visitors.Add(Key(token), visitor);
        }

        return visitor;
    }

    /// <summary>The visitor of a token, or null.</summary>
    public Visitor? Find(string token)
    {
        lock (_gate)
        {
            return _visitors.TryGetValue(Key(token), out var visitor) && visitor.Expires > clock.GetUtcNow() ? visitor : null;
        }
    }

    /// <summary>Ends one; false when it was over already, so that only one of two callers goes on.</summary>
    public bool End(string token)
    {
        lock (_gate)
        {
            return _visitors.Remove(Key(token));
        }
    }

    /// <summary>Ends those of an account: it was disabled, or a newer link replaces the one they came by.</summary>
    public void EndAll(string account)
    {
        lock (_gate)
        {
            foreach (var key in _visitors.Where(v => v.Value.Account?.Id == account).Select(v => v.Key).ToList())
            {
                _visitors.Remove(key);
            }
        }
    }

    // Looked up by hash, so that the time of the look-up tells nothing of tokens.
    private static string Key(string token) => Secrets.Hash(token) is { } hash ? Convert.ToHexString(hash) : "";
}
