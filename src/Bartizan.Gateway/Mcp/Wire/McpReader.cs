using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>
/// Reads JSON-RPC 2.0 as MCP uses it (modelcontextprotocol.io, revisions 2025-03-26 to 2026-07-28): the envelope strictly, what is inside field by field.
/// </summary>
internal static class McpReader
{
    /// <summary>Messages of one batch.</summary>
    public const int LargestBatch = 64;

    private const int LongestId = 256;

    /// <summary>Reads one message or a batch.</summary>
    public static void Read(ref JsonCursor cursor, McpReading reading, bool fromServer)
    {
        if (cursor.Token == JsonTokenType.StartArray)
        {
            reading.IsBatch = true;
            while (cursor.NextItem())
            {
                if (reading.Messages.Count == LargestBatch)
                {
                    throw JsonRefusal.Budget($"A batch holds at most {LargestBatch} messages.");
                }

                Message(ref cursor, reading, fromServer, $"[{reading.Messages.Count}].");
            }
        }
        else
        {
            Message(ref cursor, reading, fromServer, "");
        }

        if (reading.Messages.Count == 0)
        {
            throw JsonRefusal.Field("A batch must hold a message.");
        }
    }

    private static void Message(ref JsonCursor cursor, McpReading reading, bool fromServer, string prefix)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("A JSON-RPC message must be an object.");
        }

        var message = new McpMessage { FirstSegment = reading.Store.Count, Method = Encoding.UTF8.GetString(cursor.PeekString("method"u8)) };
        var start = cursor.TokenStart;
        bool version = false, method = false, result = false, error = false;
        while (cursor.NextKey())
        {
            if (cursor.Is("jsonrpc"u8))
            {
                cursor.Read();
                version = cursor.Token == JsonTokenType.String && cursor.Is("2.0"u8);
            }
            else if (cursor.Is("id"u8))
            {
                cursor.Read();
                message.IdBytes = new Extent(cursor.TokenStart, cursor.TokenEnd);
                message.Id = Id(ref cursor);
                InspectId(ref cursor, reading.Store, SegmentRole.Document, prefix + "id");
            }
            else if (cursor.Is("method"u8))
            {
                cursor.Read();
                method = cursor.Token == JsonTokenType.String && message.Method.Length > 0;
                Leaves.Identifier(ref cursor, reading.Store, SegmentRole.Document, prefix + "method");
            }
            else if (cursor.Is("params"u8))
            {
                cursor.Read();
                McpParams.Read(ref cursor, reading.Store, message, fromServer, prefix + "params");
            }
            else if (cursor.Is("result"u8))
            {
                cursor.Read();
                result = true;
                McpResults.Read(ref cursor, reading.Store, message, fromServer, prefix + "result");
            }
            else if (cursor.Is("error"u8))
            {
                cursor.Read();
                error = true;
                Leaves.Composite(ref cursor, reading.Store, SegmentRole.ToolResult, Provenance.Untrusted, prefix + "error");
            }
            else
            {
                Leaves.Field(ref cursor, reading.Store, null);
            }
        }

        message.Bytes = new Extent(start, cursor.TokenEnd);
        message.EndSegment = reading.Store.Count;
        message.Kind = (method, result, error) switch
        {
            (true, false, false) when message.Id is not null => McpKind.Request,
            (true, false, false) when message.IdBytes.IsEmpty => McpKind.Notification,
            (false, true, false) when message.Id is not null => McpKind.Result,
            (false, false, true) => McpKind.Error,
            _ => throw JsonRefusal.Field("A JSON-RPC message has either a method, or an id and a result, or an error."),
        };
        if (!version)
        {
            throw JsonRefusal.Field("jsonrpc must be \"2.0\".");
        }

        reading.Messages.Add(message);
    }

    /// <summary>An id passes unseen while it looks like one.</summary>
    public static void InspectId(ref JsonCursor cursor, SegmentStore store, SegmentRole role, string path)
    {
        if (!cursor.Passes(vocabulary: true))
        {
            Leaves.Generic(ref cursor, store, role, path);
        }
    }

    /// <summary>An id as JSON: a whole number, or a string in its one spelling; null for null.</summary>
    public static string? Id(ref JsonCursor cursor) => cursor.Token switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when cursor.Integer() is { } number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        JsonTokenType.String when cursor.Raw.Length <= LongestId => JsonSerializer.Serialize(cursor.Text()),
        _ => throw JsonRefusal.Field($"id must be a whole number or a string of at most {LongestId} bytes."),
    };
}
