namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>The decision point as a person wrote it: section <c>authzen</c> of the configuration.</summary>
public sealed record AuthZenOptions
{
    /// <summary>Stands for everybody where agents are named.</summary>
    public const string Everybody = "*";

    /// <summary>Policies: <c>*.cedar</c> files and folders of such, absolute.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>File of the entities that decisions and searches know, absolute; null for none.</summary>
    public string? Entities { get; init; }

    /// <summary>File of a Cedar schema, absolute; null for none.</summary>
    public string? Schema { get; init; }

    /// <summary>Namespace of the types and actions that callers name without one; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Names of the agents that may ask, or <see cref="Everybody"/> with a key. Nobody by default.</summary>
    public IReadOnlyList<string> Callers { get; init; } = [];

    /// <summary>Names of the callers whose word is taken for attributes that are not stored, or <see cref="Everybody"/> who may ask. Nobody by default.</summary>
    public IReadOnlyList<string> AttributesFrom { get; init; } = [];

    /// <summary>Whether whoever reaches the port may ask without a key.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The decision point's address as its callers know it; discovery is served only with one.</summary>
    public string? Url { get; init; }

    /// <summary>What one request may cost.</summary>
    public AuthZenLimits Limits { get; init; } = new();
}

/// <summary>What one request may cost.</summary>
public sealed record AuthZenLimits
{
    /// <summary>Bytes of a body.</summary>
    public long RequestBody { get; init; } = 256 << 10;

    /// <summary>Levels of JSON.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Evaluations in a batch.</summary>
    public int Evaluations { get; init; } = 100;

    /// <summary>Candidates that a search looks at for one page.</summary>
    public int Candidates { get; init; } = 10_000;

    /// <summary>Results on a page.</summary>
    public int Page { get; init; } = 200;
}
