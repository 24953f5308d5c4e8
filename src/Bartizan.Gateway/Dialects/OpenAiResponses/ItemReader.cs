using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads items: messages, calls, results, reasoning and whatever else makes up a conversation, in requests, responses and events alike.</summary>
internal static class ItemReader
{
    /// <summary>Reads the item at <paramref name="path"/>. Its calls are history, unless the model has just <paramref name="proposed"/> them.</summary>
    public static void Read(ref JsonCursor cursor, ItemTarget target, string path, bool proposed)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            target.Value(ref cursor, Speaker.Unknown, path);
            return;
        }

        var kind = KindOf(ref cursor);
        switch (kind.Shape)
        {
            case ItemShape.Message:
                Fields(ref cursor, target, path, ItemKind.SpeakerOf(cursor.PeekString("role"u8)));
                break;
            case ItemShape.Call:
                ItemCallReader.Read(ref cursor, target, path, kind, proposed);
                break;
            case ItemShape.Result:
                var mark = target.Mark;
                var call = cursor.PeekString("call_id"u8);
                Fields(ref cursor, target, path, Speaker.Tool);
                target.Answered(call, mark);
                break;
            case ItemShape.Reasoning:
                Fields(ref cursor, target, path, Speaker.Reasoning);
                break;
            case ItemShape.Tools:
                Tools(ref cursor, target, path);
                break;
            case ItemShape.Approval:
                Fields(ref cursor, target, path, Speaker.User);
                break;
            case ItemShape.Reference:
                target.Hides();
                Fields(ref cursor, target, path, Speaker.Unknown);
                break;
            case ItemShape.Sealed:
                Fields(ref cursor, target, path, Speaker.Unknown);
                break;
            default:
                target.Value(ref cursor, Speaker.Unknown, path);
                break;
        }
    }

    // A message may leave its type out, and so may a reference, which has nothing but an id.
    private static ItemKind KindOf(ref JsonCursor cursor)
    {
        var type = cursor.PeekString("type"u8);
        if (!type.IsEmpty)
        {
            return ItemKind.Of(type);
        }

        return ItemKind.Of(!cursor.PeekString("role"u8).IsEmpty ? "message"u8 : !cursor.PeekString("id"u8).IsEmpty ? "item_reference"u8 : default);
    }

    private static void Fields(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8) || cursor.Is("summary"u8) || cursor.Is("output"u8) || cursor.Is("result"u8) || cursor.Is("reason"u8))
            {
                var field = Paths.Key(ref cursor, path);
                cursor.Read();
                PartReader.ReadAll(ref cursor, target, field, speaker);
            }
            else if (cursor.Is("encrypted_content"u8))
            {
                cursor.Read();
                target.Payload(ref cursor, speaker, Paths.Member(path, "encrypted_content"));
            }
            else
            {
                target.Field(ref cursor, path, speaker.Role);
            }
        }
    }

    // Only the application's own definitions are vouched for; the others come from servers and searches.
    private static void Tools(ref JsonCursor cursor, ItemTarget target, string path)
    {
        var provenance = cursor.PeekString("type"u8).SequenceEqual("additional_tools"u8) ? Provenance.Trusted : Provenance.Untrusted;
        while (cursor.NextKey())
        {
            if (cursor.Is("tools"u8))
            {
                cursor.Read();
                target.Tools(ref cursor, provenance, Paths.Member(path, "tools"));
            }
            else
            {
                target.Field(ref cursor, path, SegmentRole.ToolDefinition);
            }
        }
    }
}
