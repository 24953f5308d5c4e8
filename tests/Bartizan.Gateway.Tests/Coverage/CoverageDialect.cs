namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>What the matrix needs to know of a dialect beside its rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where it is asked.</param>
/// <param name="Request">A request with nothing to find in it.</param>
/// <param name="Answer">An answer with nothing to find in it.</param>
internal sealed record CoverageDialect(string Name, string Path, string Request, string Answer)
{
    /// <summary>Where it is asked for a stream, when that is said in the path.</summary>
    public string? StreamPath { get; init; }

    /// <summary>The request that asks for a stream, when that is said in it.</summary>
    public string? StreamRequest { get; init; }

    /// <summary>Media type of its streams; where they are binary, rows write them as <c>name data</c>, a line an event.</summary>
    public string StreamType { get; init; } = "text/event-stream";

    /// <summary>Turns one line of a row's stream into a binary event; null where streams are text.</summary>
    public Func<string, byte[]>? Event { get; init; }
}
