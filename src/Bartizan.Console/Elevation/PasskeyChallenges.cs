using System.Security.Cryptography;

namespace Bartizan.Console.Elevation;

/// <summary>Challenges for new passkeys, one a person, each good once and not for long. In memory only: whoever is cut off by a restart begins again.</summary>
internal sealed class PasskeyChallenges(TimeProvider clock)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Challenge, DateTimeOffset Ends)> _challenges = new(StringComparer.Ordinal);

    /// <summary>A new challenge, in the place of the one before.</summary>
    public byte[] Begin(string account)
    {
        var challenge = RandomNumberGenerator.GetBytes(32);
        lock (_gate)
        {
            if (_challenges.Count >= Most)
            {
                _challenges.Remove(_challenges.MinBy(c => c.Value.Ends).Key);
            }

            _challenges[account] = (challenge, clock.GetUtcNow() + Lifetime);
        }

        return challenge;
    }

    /// <summary>Takes the challenge; null when there is none, or it is over.</summary>
    public byte[]? Take(string account)
    {
        lock (_gate)
        {
            return _challenges.Remove(account, out var begun) && begun.Ends > clock.GetUtcNow() ? begun.Challenge : null;
        }
    }
}
