using Bartizan.Core.Tools;

namespace Bartizan.Commands.Mcp;

/// <summary>A pin as the commands print it, without the definitions.</summary>
internal sealed record PinLine(
    string Server, string Tool, ToolPinState State, string Reason, string? Approved, string? ApprovedBy, DateTimeOffset? ApprovedAt, string Seen, DateTimeOffset SeenAt)
{
    public static PinLine Of(ToolPin pin) =>
        new(pin.Server, pin.Name, pin.State, pin.Reason, pin.Approved?.Digest, pin.ApprovedBy, pin.ApprovedAt, pin.Seen.Digest, pin.SeenAt);
}
