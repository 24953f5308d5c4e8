using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads images, videos, audio and documents: their bytes, text or address, and what is said about them.</summary>
internal static class ConverseAttachment
{
    /// <summary>Reads the members of one.</summary>
    public static void Read(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker)
    {
        var saysText = IsTextFormat(cursor.PeekString("format"u8));
        while (cursor.NextKey())
        {
            if (!cursor.Is("source"u8))
            {
                Leaves.Field(ref cursor, context.Store, path, speaker.Role);
                continue;
            }

            cursor.Read();
            Source(ref cursor, context, Paths.Member(path, "source"), speaker, saysText);
        }
    }

    private static void Source(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker, bool saysText)
    {
        var store = context.Store;
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Composite(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor, path);
            if (cursor.Is("bytes"u8))
            {
                cursor.Read();
                Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, place, saysText);
            }
            else if (cursor.Is("text"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, place);
            }
            else if (cursor.Is("content"u8))
            {
                cursor.Read();
                ConverseContentReader.Content(ref cursor, context, place, speaker);
            }
            else
            {
                context.HidesContext |= cursor.Is("s3Location"u8);
                Leaves.Field(ref cursor, store, path, speaker.Role);
            }
        }
    }

    private static bool IsTextFormat(ReadOnlySpan<byte> format) =>
        format.SequenceEqual("txt"u8) || format.SequenceEqual("md"u8) || format.SequenceEqual("csv"u8) || format.SequenceEqual("html"u8);
}
