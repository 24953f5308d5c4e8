using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Contracts;

/// <summary>Holds every text that a model says to a contract. It needs the whole text, so a streamed answer waits for its end.</summary>
public sealed class ContractInspector(JsonContract contract) : IInspector
{
    /// <summary>Label of its findings.</summary>
    public const string Label = "output.contract";

    /// <inheritdoc/>
    public string Name => "contract";

    /// <inheritdoc/>
    public bool Judges(SegmentRole role, Provenance provenance) => role == SegmentRole.Assistant;

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (Judges(segment.Role, segment.Provenance) && contract.Check(segment.Text) is { } breach)
        {
            findings.Add(new Finding
            {
                Label = Label,
                Score = 1,
                Segment = segment.Index,
                Start = 0,
                Length = segment.Text.Length,
                Reason = $"The answer breaks its contract at '{breach.Pointer}': {breach.Rule}.",
                Inspector = Name,
            });
        }
    }
}
