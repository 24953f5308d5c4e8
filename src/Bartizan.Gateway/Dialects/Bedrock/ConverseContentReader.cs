using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads content blocks, in system prompts, messages, tool results and answers alike.</summary>
internal static class ConverseContentReader
{
    /// <summary>Reads the array of blocks at <paramref name="path"/>.</summary>
    public static void Content(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Generic(ref cursor, context.Store, speaker.Role, path);
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            var item = Paths.Item(path, i);
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Block(ref cursor, context, item, speaker);
            }
            else
            {
                Leaves.Generic(ref cursor, context.Store, speaker.Role, item);
            }
        }
    }

    private static void Block(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker)
    {
        var (store, first, start, signed) = (context.Store, context.Store.Count, cursor.TokenStart, false);
        while (cursor.NextKey())
        {
            var kind = ConverseBlocks.Of(ref cursor);
            var place = Paths.Key(ref cursor, path);
            if (kind == ConverseBlock.Unknown)
            {
                Leaves.Field(ref cursor, store, path, speaker.Role == SegmentRole.ToolResult ? SegmentRole.ToolResult : SegmentRole.Document);
                continue;
            }

            cursor.Read();
            signed |= kind == ConverseBlock.Reasoning;
            if (kind == ConverseBlock.Text)
            {
                Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, place);
            }
            else if (kind == ConverseBlock.CachePoint)
            {
                Leaves.Composite(ref cursor, store, speaker.Role, Provenance.Untrusted, place, LeafStyle.Figures);
            }
            else if (kind == ConverseBlock.Json || cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Composite(ref cursor, store, speaker.Role, speaker.Provenance, place);
            }
            else
            {
                Members(ref cursor, context, kind, place, speaker);
            }
        }

        // A request must not claim that what was altered is what the model once signed.
        if (signed && context.Calls is null)
        {
            store.Depend(DependentKind.TextMember, start, cursor.TokenEnd, first, store.Count);
        }
    }

    private static void Members(ref JsonCursor cursor, ConverseContext context, ConverseBlock kind, string path, Speaker speaker)
    {
        switch (kind)
        {
            case ConverseBlock.Media or ConverseBlock.Document:
                ConverseAttachment.Read(ref cursor, context, path, speaker.Document);
                break;
            case ConverseBlock.ToolUse:
                ConverseTools.Use(ref cursor, context, path);
                break;
            case ConverseBlock.ToolResult:
                var first = context.Store.Count;
                var call = cursor.PeekString("toolUseId"u8);
                Fields(ref cursor, context, path, Speaker.Tool, Speaker.Tool.Role);
                context.Store.History.Answered(first, context.Store.Count, call);
                break;
            case ConverseBlock.Guard:
                Guard(ref cursor, context, path, speaker);
                break;
            case ConverseBlock.Reasoning:
                ConverseReasoning.Read(ref cursor, context, path, speaker);
                break;
            case ConverseBlock.Citations:
                // The words are the speaker's; titles and quotes in "citations" are documents'.
                Fields(ref cursor, context, path, speaker, SegmentRole.Document);
                break;
            case ConverseBlock.SearchResult:
                Fields(ref cursor, context, path, speaker.Document, SegmentRole.Document);
                break;
            default:
                ConverseTools.Change(ref cursor, context, path);
                break;
        }
    }

    // Content of its own, and fields about it.
    private static void Fields(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker, SegmentRole fields)
    {
        while (cursor.NextKey())
        {
            if (cursor.Is("content"u8))
            {
                cursor.Read();
                Content(ref cursor, context, Paths.Member(path, "content"), speaker);
            }
            else
            {
                Leaves.Field(ref cursor, context.Store, path, fields);
            }
        }
    }

    // What a guardrail of Amazon's is to look at: text with qualifiers, or an image.
    private static void Guard(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker)
    {
        while (cursor.NextKey())
        {
            var text = cursor.Is("text"u8);
            var place = Paths.Key(ref cursor, path);
            if (!text && !cursor.Is("image"u8))
            {
                Leaves.Field(ref cursor, context.Store, path, speaker.Role);
                continue;
            }

            cursor.Read();
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Composite(ref cursor, context.Store, speaker.Role, speaker.Provenance, place);
            }
            else if (text)
            {
                Guard(ref cursor, context, place, speaker);
            }
            else
            {
                ConverseAttachment.Read(ref cursor, context, place, speaker.Document);
            }
        }
    }
}
