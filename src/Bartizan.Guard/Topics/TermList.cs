namespace Bartizan.Guard.Topics;

/// <summary>A topic or a competitor that is not to be talked about, as a person declared it.</summary>
public sealed record TermList
{
    /// <summary>Name behind <c>topic.</c> or <c>competitor.</c>: small letters, digits and hyphens, at most 40.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public TermListKind Kind { get; init; }

    /// <summary>Words and phrases, found as whole words in any case.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>How many different ones make a text one about a topic. Of competitors every single one counts.</summary>
    public int AtLeast { get; init; } = 2;

    /// <summary>Label of its findings.</summary>
    public string Label => Kind == TermListKind.Topic ? $"topic.{Name}" : $"competitor.{Name}";
}

/// <summary>What a list of terms stands for.</summary>
public enum TermListKind
{
    /// <summary>A subject: a text is about it once several of its terms stand in it.</summary>
    Topic,

    /// <summary>A company or product: each of its names is a finding.</summary>
    Competitor,
}
