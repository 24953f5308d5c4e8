using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Tests;

public class GuardWarmUpTests
{
    [Fact]
    public void Every_kind_of_text_that_inspectors_tell_apart_passes_through_them()
    {
        var seen = new Seen();
        GuardWarmUp.Run(GuardEngine.CreateDefault(extra: seen));
        Assert.Superset(new HashSet<SegmentRole> { SegmentRole.System, SegmentRole.User, SegmentRole.ToolDefinition, SegmentRole.ToolResult, SegmentRole.ToolCall }, seen.Roles);
    }

    private sealed class Seen : IInspector
    {
        public HashSet<SegmentRole> Roles { get; } = [];

        public string Name => "seen";

        public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings) => Roles.Add(segment.Role);
    }
}
