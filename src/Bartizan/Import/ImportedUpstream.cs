namespace Bartizan.Import;

/// <summary>A provider endpoint as it will be written.</summary>
internal sealed class ImportedUpstream
{
    /// <summary>Given when it is added to a plan.</summary>
    public string Name { get; set; } = "";

    /// <summary>The dialect as configuration calls it.</summary>
    public required string Dialect { get; init; }

    public required string Url { get; init; }

    /// <summary><c>env:NAME</c>.</summary>
    public required string Credential { get; init; }

    public required List<string> Models { get; init; }

    public IReadOnlyList<string> PassHeaders { get; init; } = [];

    /// <summary>Whether both ask the same endpoint with the same key, so that one entry can stand for both.</summary>
    public bool IsSameAs(ImportedUpstream other) =>
        (Dialect, Url, Credential) == (other.Dialect, other.Url, other.Credential) && PassHeaders.SequenceEqual(other.PassHeaders);
}
