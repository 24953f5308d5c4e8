using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>The JSON-RPC messages of one body or event, with the places of all their text.</summary>
internal sealed class McpReading : RequestReading
{
    private McpReading(ReadOnlyMemory<byte> body)
        : base(body)
    {
    }

    /// <summary>The messages, in order; more than one only in a batch.</summary>
    public List<McpMessage> Messages { get; } = [];

    /// <summary>Whether they came as a batch.</summary>
    public bool IsBatch { get; set; }

    /// <summary>Of a request without a body.</summary>
    public static McpReading Nothing()
    {
        var reading = new McpReading(default);
        reading.Store.Seal();
        return reading;
    }

    /// <summary>Reads what a client sends.</summary>
    public static McpReading OfClient(ReadOnlyMemory<byte> body) => Of(body, fromServer: false);

    /// <summary>Reads what a server sends.</summary>
    public static McpReading OfServer(ReadOnlyMemory<byte> body) => Of(body, fromServer: true);

    private static McpReading Of(ReadOnlyMemory<byte> body, bool fromServer)
    {
        var reading = new McpReading(body);
        reading.Read((ref Json.JsonCursor cursor) => McpReader.Read(ref cursor, reading, fromServer));
        return reading;
    }
}
