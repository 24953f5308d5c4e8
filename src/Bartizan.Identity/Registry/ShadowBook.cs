using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Registry;

/// <summary>
/// Collects callers that are not declared and writes them once a second. However many there are, so much is kept and written and no more: new callers that
/// do not fit are left out until the next second, and so are those beyond a few of one address.
/// </summary>
internal sealed partial class ShadowBook(IShadowStore store, TimeProvider clock, ILogger<ShadowBook> log) : BackgroundService, IShadowWatch
{
    /// <summary>Most callers that are written at once.</summary>
    public const int MostAtOnce = 256;

    /// <summary>Most callers of one address that are written at once.</summary>
    public const int MostOfAddress = 16;

    private const int LongestText = 200;

    private readonly Lock _gate = new();
    private Dictionary<(ShadowKind, string), ShadowCaller> _seen = [];
    private Dictionary<string, int> _ofAddress = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void See(in ShadowSighting sighting)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var key = (sighting.Kind, sighting.Mark);
            if (_seen.TryGetValue(key, out var known))
            {
                _seen[key] = known with { Seen = Cut(sighting), Last = now, Count = known.Count + 1 };
                return;
            }

            var ofAddress = _ofAddress.GetValueOrDefault(sighting.Address);
            if (_seen.Count < MostAtOnce && ofAddress < MostOfAddress)
            {
                _ofAddress[sighting.Address] = ofAddress + 1;
                _seen.Add(key, new(Cut(sighting), now, now, 1));
            }
        }
    }

    /// <summary>Writes what was seen since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Dictionary<(ShadowKind, string), ShadowCaller> seen;
        lock (_gate)
        {
            if (_seen.Count == 0)
            {
                return;
            }

            (seen, _seen, _ofAddress) = (_seen, [], new(StringComparer.Ordinal));
        }

        try
        {
            await store.AddAsync([.. seen.Values], cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWritten(failure, seen.Count);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(stoppingToken);
        }
    }

    private static ShadowSighting Cut(in ShadowSighting s) => s with { Mark = Cut(s.Mark), UserAgent = Cut(s.UserAgent) };

    // What a stranger sends is kept as it may be shown.
    private static string Cut(string text) => VisibleText.Of(text.Length <= LongestText ? text : text[..LongestText]);

    [LoggerMessage(2003, LogLevel.Error, "{Count} callers that are not declared could not be written.")]
    private partial void LogNotWritten(Exception failure, int count);
}
