namespace Bartizan.Identity.Fetching;

/// <summary>
/// Something that is read from elsewhere, kept for a while, and read by one for all who wait. It is not asked again for a moment after it failed, nor for a
/// while when it does not have what somebody wants. What cannot be read anew goes on counting for a time.
/// </summary>
/// <param name="read">Reads it; null when it cannot be had.</param>
/// <param name="clock">What time it is.</param>
internal sealed class SharedReading<T>(Func<Task<T?>> read, TimeProvider clock)
    where T : class
{
    /// <summary>How long what was read counts before it is read again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>How long it counts when it cannot be read again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>How long what was read is not read again because it lacks something: strangers can name what is not there.</summary>
    public static readonly TimeSpan RestAfterLack = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private T? _value;
    private DateTimeOffset _read;
    private DateTimeOffset _tried = DateTimeOffset.MinValue;
    private Task<T?>? _running;

    /// <summary>It; null when it cannot be had.</summary>
    /// <param name="has">Whether it has what is wanted; null for anything.</param>
    /// <param name="cancellationToken">Stops the waiting, and not the reading, for which others may wait.</param>
    public async ValueTask<T?> GetAsync(Func<T, bool>? has, CancellationToken cancellationToken)
    {
        Task<T?> running;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var known = Known(now);
            if (known is not null && now - _read < Fresh && has?.Invoke(known) != false)
            {
                return known;
            }

            if (_running is null && now - _tried < (known is null ? RestAfterFailure : RestAfterLack))
            {
                return known;
            }

            if (_running is null)
            {
                _tried = now;
                _running = RunAsync();
            }

            running = _running;
        }

        return await running.WaitAsync(cancellationToken);
    }

    private T? Known(DateTimeOffset now) => _value is not null && now - _read < Longest ? _value : null;

    private async Task<T?> RunAsync()
    {
        // Outside of the lock, whoever runs first.
        await Task.Yield();
        T? value = null;
        try
        {
            value = await read();
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
                if (value is not null)
                {
                    (_value, _read) = (value, clock.GetUtcNow());
                }

                value = Known(clock.GetUtcNow());
            }
        }

        return value;
    }
}
