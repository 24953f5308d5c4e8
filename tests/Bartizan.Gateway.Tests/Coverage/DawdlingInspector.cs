using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Normalization;

namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>Takes ten seconds of its own clock over a text that holds a word; the wall's clock does not notice.</summary>
internal sealed class DawdlingInspector(string word) : TimeProvider, IInspector
{
    private long _ticks;

    public string Name => "dawdles";

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (segment.Text.Span.Contains(word, StringComparison.Ordinal))
        {
            Interlocked.Add(ref _ticks, TimeSpan.TicksPerSecond * 10);
        }
    }
}
