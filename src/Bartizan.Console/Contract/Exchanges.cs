using Bartizan.Core.Exchanges;

namespace Bartizan.Console.Contract;

/// <summary>One exchange as a row of the list and of the live feed.</summary>
/// <param name="Position">Its place in the event log: rows sort by it, the feed resumes after it.</param>
/// <param name="Id">Exchange id, prefix <c>exc</c>; the value of the header <c>x-bartizan-exchange</c>.</param>
/// <param name="Time">When its first byte arrived.</param>
/// <param name="Agent">Who asked; null when the key was not known.</param>
/// <param name="Dialect">Wire format.</param>
/// <param name="Route">Method and path as asked.</param>
/// <param name="Model">Model asked for; empty when the request could not be read.</param>
/// <param name="Upstream">Who served it; null when it was never forwarded.</param>
/// <param name="Stream">Whether the client asked for a stream.</param>
/// <param name="Status">HTTP status the client got.</param>
/// <param name="Verdict">The strongest of all decisions.</param>
/// <param name="Code">Machine-readable code of the deciding decision; empty when it passed.</param>
/// <param name="Failure">How forwarding failed, or null.</param>
/// <param name="Labels">Distinct labels found, in order.</param>
/// <param name="Findings">How many findings.</param>
/// <param name="InputTokens">As the upstream counted them, or null.</param>
/// <param name="OutputTokens">As the upstream counted them, or null.</param>
/// <param name="TotalUs">First byte in to last byte out, microseconds.</param>
/// <param name="OverheadUs">What Bartizan itself added, microseconds.</param>
public sealed record ExchangeRow(
    long Position,
    string Id,
    DateTimeOffset Time,
    AgentRef? Agent,
    string Dialect,
    string Route,
    string Model,
    string? Upstream,
    bool Stream,
    int Status,
    Verdict Verdict,
    string Code,
    string? Failure,
    IReadOnlyList<string> Labels,
    int Findings,
    long? InputTokens,
    long? OutputTokens,
    long TotalUs,
    long OverheadUs);

/// <summary>A page of exchanges, newest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Cursor of the next (older) page, or null at the end.</param>
/// <param name="Head">Newest position in the log when the page was read: start the live feed after it.</param>
public sealed record ExchangePage(IReadOnlyList<ExchangeRow> Items, string? Next, long Head);

/// <summary>What the live feed sends in one event: exchanges that became durable since the last one; empty in a heartbeat.</summary>
/// <param name="Items">Rows, oldest first.</param>
/// <param name="Head">Position up to which the feed has looked, also the event's id.</param>
/// <param name="Missed">Whether rows were skipped, because the resume position lay too far back: read the list again.</param>
public sealed record LiveBatch(IReadOnlyList<ExchangeRow> Items, long Head, bool Missed);

/// <summary>Format of an export.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated values, one header line, UTC times.</summary>
    Csv,

    /// <summary>One JSON array of rows.</summary>
    Json,
}
