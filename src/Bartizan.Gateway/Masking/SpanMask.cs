using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Masking;

/// <summary>The masks of a plan: for each span its token, or its label.</summary>
internal sealed class SpanMask : IMask
{
    private readonly Dictionary<(int Segment, int Start), MaskText> _texts = [];

    /// <summary>Makes the masks; every value of the plan has its token.</summary>
    public SpanMask(List<PlannedSpan> plan, ExchangeMasking masking)
    {
        foreach (var span in plan)
        {
            var finding = new Finding
            {
                Label = span.Label,
                Score = 1,
                Segment = span.Segment,
                Start = span.Start,
                Length = span.Length,
                Reason = "It becomes a token.",
                Inspector = "masking",
            };
            Findings.Add(finding);
            _texts[(span.Segment, span.Start)] = span.Value is null
                ? LabelMask.Instance.TextFor(finding)
                : new MaskText(masking.Find(span.Label, span.Value)!.Token, MaskKind.Token);
        }
    }

    /// <summary>The spans as findings, one each.</summary>
    public List<Finding> Findings { get; } = [];

    /// <inheritdoc/>
    public MaskText TextFor(Finding finding) => _texts[(finding.Segment, finding.Start)];
}
