using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>
/// Reads results, whatever they answer: a server's are untrusted tool results, its definitions and instructions untrusted definitions; those of a client
/// (an elicited form, a sampled text) are its user's and model's words.
/// </summary>
internal static class McpResults
{
    public static void Read(ref JsonCursor cursor, SegmentStore store, McpMessage message, bool fromServer, string path)
    {
        if (!fromServer || cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Composite(ref cursor, store, fromServer ? SegmentRole.ToolResult : SegmentRole.User, fromServer ? Provenance.Untrusted : Provenance.User, path);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("tools"u8))
            {
                Items(ref cursor, store, message, McpListKind.Tools, path);
            }
            else if (cursor.Is("prompts"u8))
            {
                Items(ref cursor, store, message, McpListKind.Prompts, path);
            }
            else if (cursor.Is("resources"u8) || cursor.Is("resourceTemplates"u8))
            {
                Items(ref cursor, store, message, McpListKind.Resources, path);
            }
            else if (cursor.Is("content"u8) || cursor.Is("contents"u8) || cursor.Is("messages"u8) || cursor.Is("resource"u8))
            {
                var key = Paths.Key(ref cursor, path);
                cursor.Read();
                Content(ref cursor, store, key);
            }
            else if (cursor.Is("instructions"u8))
            {
                // Clients put a server's instructions before the model like the description of a tool.
                cursor.Read();
                Leaves.Text(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Untrusted, path + ".instructions");
            }
            else if (cursor.Is("inputRequests"u8))
            {
                cursor.Read();
                InputRequests(ref cursor, store, path + ".inputRequests");
            }
            else if (cursor.Is("requestState"u8))
            {
                cursor.Read();
                McpParams.Opaque(ref cursor, store, SegmentRole.ToolResult, path + ".requestState");
            }
            else if (cursor.Is("cacheScope"u8))
            {
                Word(ref cursor, store, path, message, static (m, bytes, _) => m.CacheScope = bytes);
            }
            else if (cursor.Is("protocolVersion"u8))
            {
                Word(ref cursor, store, path, message, static (m, _, text) => m.Negotiated = text);
            }
            else if (cursor.Is("capabilities"u8) || cursor.Is("serverInfo"u8))
            {
                var key = Paths.Key(ref cursor, path);
                cursor.Read();
                Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Untrusted, key, LeafStyle.Figures);
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.ToolResult);
            }
        }
    }

    private static void Word(ref JsonCursor cursor, SegmentStore store, string path, McpMessage message, Action<McpMessage, Extent, string?> take)
    {
        var text = Leaves.Word(ref cursor, store, path, SegmentRole.ToolResult);
        take(message, text is null ? default : new Extent(cursor.TokenStart, cursor.TokenEnd), text);
    }

    // What a list holds is kept item by item, because policy speaks of each.
    private static void Items(ref JsonCursor cursor, SegmentStore store, McpMessage message, McpListKind kind, string path)
    {
        var key = Paths.Key(ref cursor, path);
        cursor.Read();
        if (cursor.Token != JsonTokenType.StartArray)
        {
            throw JsonRefusal.Field($"{key} must be an array.");
        }

        var items = new List<McpItem>();
        while (cursor.NextItem())
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                throw JsonRefusal.Field($"{key} must hold objects.");
            }

            var start = cursor.TokenStart;
            var name = kind == McpListKind.Resources ? cursor.PeekString("uri"u8, "uriTemplate"u8) : cursor.PeekString("name"u8);
            var text = Encoding.UTF8.GetString(name);
            var segment = Leaves.Composite(ref cursor, store, SegmentRole.ToolDefinition, Provenance.Untrusted, Paths.Item(key, items.Count), LeafStyle.Schema);
            items.Add(new McpItem(text, new Extent(start, cursor.TokenEnd), segment));
        }

        message.Lists.Add(new McpList(kind, items));
    }

    // Requests of the server inside a result, each under a key of its own.
    private static void InputRequests(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.ToolResult, path);
            return;
        }

        cursor.EnterFreeForm();
        while (cursor.NextKey())
        {
            var key = Paths.Key(ref cursor, path);
            if (!Plain.IsWord(cursor.Raw))
            {
                store.Begin(SegmentRole.ToolResult, Provenance.Untrusted, key);
                store.Add(ref cursor, PieceKind.Key);
                store.End();
            }

            cursor.Read();
            var method = cursor.Token == JsonTokenType.StartObject ? Encoding.UTF8.GetString(cursor.PeekString("method"u8)) : "";
            Leaves.Composite(ref cursor, store, McpParams.RoleOf(method), Provenance.Untrusted, key);
        }

        cursor.LeaveFreeForm();
    }

    // Content blocks, resources' contents and prompts' messages nest in each other; text and base64 are told apart by the key.
    private static void Content(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token == JsonTokenType.StartArray)
        {
            for (var i = 0; cursor.NextItem(); i++)
            {
                Content(ref cursor, store, Paths.Item(path, i));
            }

            return;
        }

        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Text(ref cursor, store, SegmentRole.ToolResult, Provenance.Untrusted, path);
            return;
        }

        while (cursor.NextKey())
        {
            var key = Paths.Key(ref cursor, path);
            if (cursor.Is("content"u8) || cursor.Is("resource"u8))
            {
                cursor.Read();
                Content(ref cursor, store, key);
            }
            else if (cursor.Is("data"u8) || cursor.Is("blob"u8))
            {
                cursor.Read();
                Leaves.Payload(ref cursor, store, SegmentRole.ToolResult, Provenance.Untrusted, key);
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.ToolResult);
            }
        }
    }
}
