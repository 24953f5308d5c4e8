using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting;

/// <summary>
/// The keys of one issuer, kept for ten minutes. A key that is not known is looked for at once, but not more often than every thirty seconds however many
/// ask, and by one at a time. What cannot be read anew counts for an hour.
/// </summary>
/// <param name="read">Reads them; null when that fails. It is not stopped by callers that go away, else they could keep others from it.</param>
/// <param name="clock">What time it is.</param>
internal sealed class IssuerKeys(Func<Task<JsonWebKeySet?>> read, TimeProvider clock)
{
    /// <summary>How long keys count before they are read again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>How often they are read at most.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>How long they count when they cannot be read again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private Known? _known;
    private Task? _reading;
    private long? _tried;

    /// <summary>The key with an id; null when there is none, or no telling.</summary>
    public async ValueTask<JsonWebKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is { } known && clock.GetElapsedTime(known.Read) < Fresh && known.Keys.Find(id) is { } found)
        {
            return found;
        }

        await Reading().WaitAsync(cancellationToken);
        return Volatile.Read(ref _known) is { } now && clock.GetElapsedTime(now.Read) < Longest ? now.Keys.Find(id) : null;
    }

    private Task Reading()
    {
        lock (_gate)
        {
            if (_reading is { IsCompleted: false } || (_tried is { } tried && clock.GetElapsedTime(tried) < Again))
            {
                return _reading!;
            }

            _tried = clock.GetTimestamp();
            return _reading = ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        if (await read() is { } keys)
        {
            Volatile.Write(ref _known, new Known(keys, clock.GetTimestamp()));
        }
    }

    private sealed record Known(JsonWebKeySet Keys, long Read);
}
