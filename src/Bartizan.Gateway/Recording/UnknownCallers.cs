using System.Globalization;
using System.Text;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;

namespace Bartizan.Gateway.Recording;

/// <summary>
/// Decides which refusals of callers without a valid key are recorded one by one. Anybody who reaches the port can cause these, so only the first
/// in each minute are; the rest are counted, and the count is recorded when the minute is over. Nobody can fill the disk from outside.
/// </summary>
internal sealed class UnknownCallers(IEventLog log, IIdSource ids, TimeProvider time)
{
    /// <summary>Refusals a minute that are recorded one by one.</summary>
    public const int RecordedPerMinute = 60;

    private readonly Lock _gate = new();
    private long _minute;
    private int _recorded;
    private long _suppressed;

    /// <summary>Whether this refusal is to be recorded by itself; else it has been counted.</summary>
    public bool Take()
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (_gate)
        {
            if (minute != _minute)
            {
                (_minute, _recorded) = (minute, 0);
            }

            if (_recorded < RecordedPerMinute)
            {
                _recorded++;
                return true;
            }

            _suppressed++;
            return false;
        }
    }

    /// <summary>Records how many were only counted since the last time, if any.</summary>
    public async ValueTask SummarizeAsync(CancellationToken cancellationToken)
    {
        long count;
        lock (_gate)
        {
            (count, _suppressed) = (_suppressed, 0);
        }

        if (count > 0)
        {
            await log.AppendAsync(
                new EventRecord
                {
                    Id = ids.NewId("evt"),
                    Time = time.GetUtcNow(),
                    Source = "gateway",
                    Kind = "gateway.refusals",
                    Json = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"reason":"unknown_caller","count":{{count}}}""")),
                },
                cancellationToken);
        }
    }
}
