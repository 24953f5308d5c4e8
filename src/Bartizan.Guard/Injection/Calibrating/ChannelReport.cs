namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>What recorded traffic says of one channel's thresholds.</summary>
public sealed record ChannelReport
{
    /// <summary>Bins of <see cref="Bins"/>; each is a twentieth of the scale.</summary>
    public const int BinCount = 20;

    public required InjectionChannel Channel { get; init; }

    /// <summary>Distinct benign texts.</summary>
    public required long Rows { get; init; }

    /// <summary>Benign texts that the budgets need before anything can be promised.</summary>
    public required long Needed { get; init; }

    /// <summary>Texts marked as attacks.</summary>
    public required long Attacks { get; init; }

    /// <summary>Texts that were refused for an injection and that nobody has looked at.</summary>
    public required long Unreviewed { get; init; }

    /// <summary>The threshold to annotate in force.</summary>
    public required ThresholdEffect AnnotateNow { get; init; }

    /// <summary>The threshold to block in force.</summary>
    public required ThresholdEffect BlockNow { get; init; }

    /// <summary>The proposed threshold to annotate; null when nothing can be promised.</summary>
    public ThresholdEffect? Annotate { get; init; }

    /// <summary>The proposed threshold to block; null when nothing can be promised.</summary>
    public ThresholdEffect? Block { get; init; }

    /// <summary>Why nothing is proposed, or what to know of the proposal, in a sentence; empty when there is nothing to say.</summary>
    public string Note { get; init; } = "";

    /// <summary>How the texts' scores are spread.</summary>
    public required IReadOnlyList<ScoreBin> Bins { get; init; }
}

/// <summary>Texts whose scores lie in one twentieth of the scale.</summary>
/// <param name="Benign">Benign ones.</param>
/// <param name="Attacks">Those marked as attacks.</param>
/// <param name="Unreviewed">Those that were refused, and that nobody has looked at.</param>
public sealed record ScoreBin(long Benign, long Attacks, long Unreviewed);
