using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Normalization;

namespace Bartizan.Gateway.Tests.Judging;

/// <summary>An injection model that gives a text the per cent that it says itself, behind <c>doubt:</c>; found from 30 on, certain from 80 on.</summary>
internal sealed class ScoreInspector : IScoringInspector
{
    private const string Mark = "doubt:";

    public string Name => "injection";

    public string Model => "1-test";

    public bool Judges(SegmentRole role, Provenance provenance) => InjectionChannels.Of(role, provenance) is not null;

    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings) => Score(in segment, text, findings);

    public double? Score(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        var said = segment.Text.Span;
        var at = said.IndexOf(Mark);
        if (at < 0 || !Judges(segment.Role, segment.Provenance))
        {
            return null;
        }

        var digits = said[(at + Mark.Length)..];
        var score = int.Parse(digits[..digits.IndexOf(' ')], CultureInfo.InvariantCulture) / 100.0;
        if (score >= 0.3)
        {
            findings.Add(new Finding
            {
                Label = score >= 0.8 ? InjectionInspector.CertainLabel : InjectionInspector.Label,
                Score = score,
                Segment = segment.Index,
                Start = at,
                Length = Mark.Length,
                Reason = "It says so.",
                Inspector = Name,
            });
        }

        return score;
    }
}
