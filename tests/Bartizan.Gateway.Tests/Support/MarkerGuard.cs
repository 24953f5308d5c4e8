using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Streaming;
using Bartizan.Guard;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>A guard with two exact patterns, so that a test knows every span: <c>XK</c> and six digits, and <c>STOP!</c>.</summary>
internal sealed class MarkerGuard : IStreamGuard
{
    public bool Fails { get; init; }

    public static List<Finding> Inspect(ReadOnlySpan<Segment> segments)
    {
        var findings = new List<Finding>();
        foreach (var segment in segments)
        {
            var channel = new Channel(segment.Index, false);
            channel.Append(segment.Text.Span);
            channel.Complete();
            findings.AddRange(channel.Findings);
        }

        return findings;
    }

    public IChannelInspection Open(SegmentRole role, Provenance provenance, int segmentIndex) => new Channel(segmentIndex, Fails);

    private sealed class Channel(int segment, bool fails) : IChannelInspection
    {
        private readonly List<Finding> _findings = [];
        private readonly List<char> _text = [];
        private int _at;

        public IReadOnlyList<Finding> Findings => _findings;

        public IReadOnlyList<InspectorFailure> Failures => fails && _text.Count > 0 ? [new InspectorFailure("marker", segment, "It broke.")] : [];

        public long Append(ReadOnlySpan<char> text)
        {
            _text.AddRange(text);
            return fails ? 0 : Scan(final: false);
        }

        public long Complete() => Scan(final: true);

        private int Scan(bool final)
        {
            while (_at < _text.Count)
            {
                var key = Match("XK######", final);
                var stop = Match("STOP!", final);
                if (key < 0 || stop < 0)
                {
                    break;
                }

                if (key + stop > 0)
                {
                    _findings.Add(new Finding
                    {
                        Label = key > 0 ? "secret.marker" : "stop.marker",
                        Score = 1,
                        Segment = segment,
                        Start = _at,
                        Length = key + stop,
                        Reason = "marker",
                        Inspector = "marker",
                    });
                    _at += key + stop - 1;
                }

                _at++;
            }

            return _at;
        }

        // Length of the match, 0 for none, -1 when the text ends too early to know.
        private int Match(string pattern, bool final)
        {
            for (var i = 0; i < pattern.Length; i++)
            {
                if (_at + i == _text.Count)
                {
                    return final ? 0 : -1;
                }

                var c = _text[_at + i];
                if (pattern[i] == '#' ? !char.IsAsciiDigit(c) : c != pattern[i])
                {
                    return 0;
                }
            }

            return pattern.Length;
        }
    }
}

/// <summary>Masks <c>secret.*</c>, cuts at <c>stop.*</c> and at the tool <c>forbidden</c>, and writes down what it was asked.</summary>
internal sealed class MarkerGate : IStreamGate
{
    public List<string> Asked { get; } = [];

    public StreamVerdict OnFailure { get; init; } = StreamVerdict.Cut("guard_unavailable", "The guard failed.");

    public StreamVerdict OnFinding(Finding finding, SegmentRole role)
    {
        Asked.Add($"{finding.Label}@{finding.Segment}:{finding.Start}+{finding.Length}");
        return finding.Label.StartsWith("stop.", StringComparison.Ordinal) ? StreamVerdict.Cut("blocked_by_policy", "Stopped.") : StreamVerdict.Mask;
    }

    public ToolCallVerdict OnToolCall(ProposedToolCall call)
    {
        Asked.Add($"{call.Name}({call.Arguments})");
        return new(call.Name == "forbidden" ? StreamVerdict.Cut("blocked_by_policy", "Not that tool.") : StreamVerdict.Pass, []);
    }

    public StreamVerdict OnGuardFailure(string inspector, string reason)
    {
        Asked.Add($"failure of {inspector}");
        return OnFailure;
    }
}
