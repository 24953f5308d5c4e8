using Bartizan.Core.Exchanges;

namespace Bartizan.Guard;

/// <summary>An inspector that, once every text was inspected by itself, also looks at them together.</summary>
internal interface IAcrossInspector : IInspector
{
    /// <summary>Adds what is found across texts. <paramref name="findings"/> holds what was found in each alone.</summary>
    void InspectAcross(ReadOnlySpan<Segment> segments, List<Finding> findings);
}
