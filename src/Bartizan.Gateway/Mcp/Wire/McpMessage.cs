namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>What kind of JSON-RPC message it is.</summary>
internal enum McpKind
{
    /// <summary>Asks for an answer.</summary>
    Request,

    /// <summary>Asks for none.</summary>
    Notification,

    /// <summary>An answer.</summary>
    Result,

    /// <summary>An answer that says what went wrong.</summary>
    Error,
}

/// <summary>Bytes <paramref name="Start"/> to <paramref name="End"/> of a document.</summary>
internal readonly record struct Extent(int Start, int End)
{
    public bool IsEmpty => End <= Start;
}

/// <summary>One thing that a server lists, with its place in the document and in the segments.</summary>
/// <param name="Name">The tool's or prompt's name, the resource's address or template; empty when it has none.</param>
/// <param name="Bytes">Where it stands.</param>
/// <param name="Segment">Index of its segment, or -1 when it holds no text.</param>
internal readonly record struct McpItem(string Name, Extent Bytes, int Segment);

/// <summary>What a list is of.</summary>
internal enum McpListKind
{
    Tools,
    Prompts,
    Resources,
}

/// <summary>What a server lists in a result.</summary>
/// <param name="Kind">What it is a list of.</param>
/// <param name="Items">Everything in it, in order.</param>
internal sealed record McpList(McpListKind Kind, IReadOnlyList<McpItem> Items)
{
    /// <summary>Names that stand there more than once.</summary>
    public IReadOnlySet<string> Repeated { get; } =
        Items.GroupBy(i => i.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
}

/// <summary>One JSON-RPC message: its envelope, and where what matters stands.</summary>
internal sealed class McpMessage
{
    public McpKind Kind { get; set; }

    /// <summary>The id as JSON, so that <c>1</c> and <c>"1"</c> differ; null when it has none.</summary>
    public string? Id { get; set; }

    /// <summary>Method of a request or notification.</summary>
    public string Method { get; set; } = "";

    /// <summary>What it is about: <c>params.name</c>, or else <c>params.uri</c>; null when neither is a string.</summary>
    public string? Target { get; set; }

    /// <summary>The revision named in <c>params._meta</c>, or null.</summary>
    public string? Revision { get; set; }

    /// <summary>The revision that <c>initialize</c> asks for or agrees to.</summary>
    public string? Negotiated { get; set; }

    /// <summary>As JSON, the id of the request that a notification cancels.</summary>
    public string? Cancels { get; set; }

    /// <summary>Whether it brings answers to questions that were asked before, or their state: <c>params.inputResponses</c>, <c>params.requestState</c>.</summary>
    public bool AnswersQuestions { get; set; }

    /// <summary>Where <c>params.arguments</c> stands.</summary>
    public Extent Arguments { get; set; }

    /// <summary>Where the whole message stands.</summary>
    public Extent Bytes { get; set; }

    /// <summary>Where the id stands.</summary>
    public Extent IdBytes { get; set; }

    /// <summary>Index of its first segment.</summary>
    public int FirstSegment { get; set; }

    /// <summary>Index after its last segment.</summary>
    public int EndSegment { get; set; }

    /// <summary>What it lists.</summary>
    public List<McpList> Lists { get; } = [];

    /// <summary>Where the value of <c>cacheScope</c> stands, quotes included.</summary>
    public Extent CacheScope { get; set; }
}
