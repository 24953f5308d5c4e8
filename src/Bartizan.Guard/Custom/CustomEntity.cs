namespace Bartizan.Guard.Custom;

/// <summary>A kind of data that only this installation knows, as a person declared it. Its findings are called <c>pii.custom.{id}</c>.</summary>
public sealed record CustomEntity
{
    /// <summary>Name behind <c>pii.custom.</c>: small letters, digits and hyphens, at most 40.</summary>
    public required string Id { get; init; }

    /// <summary>Patterns in .NET's non-backtracking syntax, matched from the beginning of a word; at most 512 characters each.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>Words and phrases of at least three characters, found as whole words in any case.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Name of a check (<see cref="CustomValidators.Names"/>) that what was found must pass without its separators; null for none.</summary>
    public string? Validator { get; init; }

    /// <summary>Words that make a finding surer where one stands near.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>How many characters before a match, and up to 40 behind it, are looked through for <see cref="Context"/>; at most 200.</summary>
    public int Distance { get; init; } = 64;

    /// <summary>Score of a match by itself, 0 to 1. Beside a word of <see cref="Context"/> it is half-way nearer to 1.</summary>
    public double Confidence { get; init; } = 0.7;

    /// <summary>Matches that score less are not reported: above <see cref="Confidence"/>, a context word is required.</summary>
    public double Minimum { get; init; }
}
