namespace Bartizan.Detect.Rules;

/// <summary>What a rule, correlation or filter says of itself; author and licence go with everything it reports.</summary>
public sealed record RuleOrigin
{
    /// <summary>Its <c>id</c>, or null.</summary>
    public string? Id { get; init; }

    /// <summary>Its <c>name</c>, by which correlations refer to it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>informational, low, medium, high or critical; null where it says none.</summary>
    public string? Level { get; init; }

    /// <summary>stable, test, experimental, deprecated or unsupported; null where it says none.</summary>
    public string? Status { get; init; }

    /// <summary>Who wrote it, or null.</summary>
    public string? Author { get; init; }

    /// <summary>The licence it names, or null.</summary>
    public string? License { get; init; }

    /// <summary>Its tags, such as <c>attack.t1078</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The file, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The line on which it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What reports call it: its id, else its name, else its title.</summary>
    public string Key => Id ?? Name ?? Title;

    /// <summary>Whether a correlation's or filter's reference means it, by id, name or title.</summary>
    public bool IsCalled(string reference) =>
        string.Equals(Id, reference, StringComparison.OrdinalIgnoreCase)
        || string.Equals(Name, reference, StringComparison.Ordinal)
        || string.Equals(Title, reference, StringComparison.Ordinal);
}
