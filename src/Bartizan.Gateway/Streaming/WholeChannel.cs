using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Guard;

namespace Bartizan.Gateway.Streaming;

/// <summary>A streamed text that is judged once it is whole, by everything that judges answers which are not streamed. Until then none of it settles.</summary>
internal sealed class WholeChannel(GuardEngine engine, SegmentRole role, Provenance provenance, int segmentIndex) : IChannelInspection
{
    // More than this is more than a stream may hold back.
    private const int Longest = Dialects.DialectLimits.HeldBytes;

    private PooledList<char> _text;
    private long _length;

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<InspectorFailure> Failures { get; private set; } = [];

    /// <inheritdoc/>
    public long Append(ReadOnlySpan<char> text)
    {
        _length += text.Length;
        if (_length > Longest)
        {
            Fail();
        }

        if (Failures.Count == 0)
        {
            _text.AddRange(text);
        }

        return 0;
    }

    /// <inheritdoc/>
    public long Complete()
    {
        if (Failures.Count == 0 && _length > 0)
        {
            var segment = new Segment(segmentIndex, role, provenance, "", _text.Memory);
            var result = engine.Inspect([segment]);
            (Findings, Failures) = (result.Findings, result.Failures);
        }

        _text.Dispose();
        return _length;
    }

    private void Fail() => Failures = [new InspectorFailure("budget", segmentIndex, $"The text has more than {Longest} characters, and must be whole to be inspected.")];
}
