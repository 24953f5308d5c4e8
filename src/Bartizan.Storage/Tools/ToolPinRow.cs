using Bartizan.Core.Tools;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Tools;

/// <summary>A row of <c>tool_pins</c>.</summary>
internal sealed class ToolPinRow
{
    public required string Server { get; init; }

    public required string Name { get; init; }

    public long State { get; init; }

    public required string Reason { get; init; }

    public string? ApprovedDigest { get; init; }

    public string? ApprovedJson { get; init; }

    public string? ApprovedBy { get; init; }

    public long? ApprovedAt { get; init; }

    public required string SeenDigest { get; init; }

    public required string SeenJson { get; init; }

    public long SeenAt { get; init; }

    public static ToolPinRow Of(ToolPin pin) => new()
    {
        Server = pin.Server,
        Name = pin.Name,
        State = (long)pin.State,
        Reason = pin.Reason,
        ApprovedDigest = pin.Approved?.Digest,
        ApprovedJson = pin.Approved?.Json,
        ApprovedBy = pin.ApprovedBy,
        ApprovedAt = pin.ApprovedAt?.ToMicroseconds(),
        SeenDigest = pin.Seen.Digest,
        SeenJson = pin.Seen.Json,
        SeenAt = pin.SeenAt.ToMicroseconds(),
    };

    public ToolPin ToPin() => new()
    {
        Server = Server,
        Name = Name,
        State = (ToolPinState)State,
        Reason = Reason,
        Approved = ApprovedDigest is null ? null : new ToolDefinition(ApprovedDigest, ApprovedJson!),
        ApprovedBy = ApprovedBy,
        ApprovedAt = ApprovedAt is { } at ? SqliteTime.FromMicroseconds(at) : null,
        Seen = new ToolDefinition(SeenDigest, SeenJson),
        SeenAt = SqliteTime.FromMicroseconds(SeenAt),
    };
}
