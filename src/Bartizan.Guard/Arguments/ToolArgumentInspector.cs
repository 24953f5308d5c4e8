using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Arguments;

/// <summary>
/// Finds in the arguments of a tool call what the tool should not be made to do: injected shell commands and SQL, paths that lead out of a folder or to
/// a secret file, addresses inside the network and of the cloud's metadata service.
/// </summary>
public sealed class ToolArgumentInspector : IInspector
{
    [ThreadStatic]
    private static Desk? _desk;

    /// <inheritdoc/>
    public string Name => "tool-arguments";

    /// <inheritdoc/>
    public bool Judges(SegmentRole role, Provenance provenance) => role == SegmentRole.ToolCall;

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (segment.Role != SegmentRole.ToolCall)
        {
            return;
        }

        var desk = _desk ??= new Desk();
        var arguments = new ArgumentReader(text.Text.Span, desk.Value);
        while (arguments.Read())
        {
            var hits = desk.Check(arguments.Value, arguments.Kind);
            foreach (var hit in Settled(hits))
            {
                findings.Add(text.Finding(segment.Index, arguments.From(hit.Start), arguments.From(hit.End), hit.Label, hit.Score, hit.Reason, Name));
            }
        }
    }

    // Of hits of one label that overlap, the surest stands.
    private static List<ArgumentHit> Settled(List<ArgumentHit> hits)
    {
        if (hits.Count > 1)
        {
            hits.Sort(static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
            var kept = new List<ArgumentHit>();
            foreach (var hit in hits)
            {
                if (!kept.Exists(k => k.Label == hit.Label && k.Start < hit.End && hit.Start < k.End))
                {
                    kept.Add(hit);
                }
            }

            return kept;
        }

        return hits;
    }

    /// <summary>What one thread works with, kept so that arguments in which nothing is found cost no memory.</summary>
    private sealed class Desk
    {
        private readonly Reading _reading = new();
        private readonly Reading _path = new();
        private readonly List<ArgumentHit> _hits = [];

        public Reading Value { get; } = new();

        public List<ArgumentHit> Check(ReadOnlySpan<char> value, ArgumentKind kind)
        {
            _hits.Clear();
            ShellCheck.Check(value, _reading, kind, _hits);
            SqlCheck.Check(value, _reading, kind, _hits);
            Readings.OfAddress(value, _reading);
            AddressCheck.Check(_reading, kind, _hits);
            PathCheck.Check(_reading, _path, kind, _hits);
            return _hits;
        }
    }
}
