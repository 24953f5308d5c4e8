using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Mcp.Wire;

/// <summary>
/// Reads the <c>params</c> of requests and notifications, whatever the method: fields mean the same in all of them. What a client sends counts as
/// proposed by its model, except what its user answers; what a server sends is untrusted.
/// </summary>
internal static class McpParams
{
    private static ReadOnlySpan<byte> RevisionKey => "io.modelcontextprotocol/protocolVersion"u8;

    public static void Read(ref JsonCursor cursor, SegmentStore store, McpMessage message, bool fromServer, string path)
    {
        if (cursor.Token == JsonTokenType.Null)
        {
            return;
        }

        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("params must be an object.");
        }

        var (role, provenance) = fromServer ? (RoleOf(message.Method), Provenance.Untrusted) : (SegmentRole.ToolCall, Provenance.Model);
        var named = false;
        while (cursor.NextKey())
        {
            if (cursor.Is("_meta"u8))
            {
                cursor.Read();
                Meta(ref cursor, store, message, role, provenance, path + "._meta");
            }
            else if (cursor.Is("name"u8) || (cursor.Is("uri"u8) && !named))
            {
                named = cursor.Is("name"u8);
                var key = Paths.Key(ref cursor, path);
                cursor.Read();
                message.Target = cursor.Token == JsonTokenType.String ? cursor.Text() : null;
                if (named)
                {
                    Leaves.Identifier(ref cursor, store, role, key);
                }
                else
                {
                    Leaves.Text(ref cursor, store, role, provenance, key);
                }
            }
            else if (cursor.Is("arguments"u8))
            {
                cursor.Read();
                var start = cursor.TokenStart;
                Leaves.Composite(ref cursor, store, SegmentRole.ToolCall, provenance, path + ".arguments");
                message.Arguments = new Extent(start, cursor.TokenEnd);
            }
            else if (cursor.Is("inputResponses"u8))
            {
                message.AnswersQuestions = true;
                cursor.Read();
                Leaves.Composite(ref cursor, store, SegmentRole.User, fromServer ? Provenance.Untrusted : Provenance.User, path + ".inputResponses");
            }
            else if (cursor.Is("requestState"u8))
            {
                // Opaque, and the server's own: it must come back as it was given.
                message.AnswersQuestions = true;
                cursor.Read();
                Opaque(ref cursor, store, role, path + ".requestState");
            }
            else if (cursor.Is("requestId"u8))
            {
                cursor.Read();
                message.Cancels = McpReader.Id(ref cursor);
                McpReader.InspectId(ref cursor, store, role, path + ".requestId");
            }
            else if (cursor.Is("protocolVersion"u8))
            {
                message.Negotiated = Leaves.Word(ref cursor, store, path, role);
            }
            else if (role == SegmentRole.Assistant)
            {
                var key = Paths.Key(ref cursor, path);
                store.Begin(role, provenance, key);
                store.Add(ref cursor, PieceKind.Key);
                cursor.Read();
                Leaves.Collect(ref cursor, store, LeafStyle.Schema);
                store.End();
            }
            else
            {
                Leaves.Field(ref cursor, store, path, role);
            }
        }
    }

    /// <summary>
    /// The role of what a server asks of a client. An elicitation speaks to the client's person, whom it must ask to do something; what else a server says may
    /// come before the model, and must not instruct it.
    /// </summary>
    public static SegmentRole RoleOf(string method) => method == "elicitation/create" ? SegmentRole.Assistant : SegmentRole.Document;

    /// <summary>A string that only its maker reads passes unseen, often signed as a JSON Web Token; anything else is inspected, a key among it.</summary>
    public static void Opaque(ref JsonCursor cursor, SegmentStore store, SegmentRole role, string path)
    {
        if (cursor.Token != JsonTokenType.String || Plain.LabelOf(cursor.Raw) is not (null or "secret.jwt"))
        {
            Leaves.Generic(ref cursor, store, role, path);
        }
    }

    private static void Meta(ref JsonCursor cursor, SegmentStore store, McpMessage message, SegmentRole role, Provenance provenance, string path)
    {
        if (cursor.Token == JsonTokenType.StartObject)
        {
            var revision = cursor.PeekString(RevisionKey);
            message.Revision = revision.IsEmpty ? null : Encoding.UTF8.GetString(revision);
        }

        Leaves.Composite(ref cursor, store, role, provenance, path);
    }
}
