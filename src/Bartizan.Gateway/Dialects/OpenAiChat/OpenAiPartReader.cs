using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads one part of a message's content.</summary>
internal static class OpenAiPartReader
{
    /// <summary>Reads the part at <paramref name="path"/>.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        if (cursor.Token != JsonTokenType.StartObject || !IsKnown(cursor.PeekString("type"u8)))
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Document, path);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("text"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "text"));
            }
            else if (cursor.Is("refusal"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, SegmentRole.Refusal, speaker.Provenance, Paths.Member(path, "refusal"));
            }
            else if (cursor.Is("image_url"u8) || cursor.Is("input_audio"u8) || cursor.Is("file"u8))
            {
                var field = Paths.Key(ref cursor, path);
                cursor.Read();
                Attachment(ref cursor, store, field, speaker);
            }
            else
            {
                Leaves.Field(ref cursor, store, path, speaker.Role);
            }
        }
    }

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("text"u8) || type.SequenceEqual("image_url"u8) || type.SequenceEqual("input_audio"u8)
        || type.SequenceEqual("file"u8) || type.SequenceEqual("refusal"u8);

    // image_url.url, input_audio.data and file.file_data may each be base64 with or without a data: prefix, or an address.
    private static void Attachment(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        var provenance = speaker.Document.Provenance;
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Payload(ref cursor, store, SegmentRole.Document, provenance, path);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("url"u8) || cursor.Is("data"u8) || cursor.Is("file_data"u8))
            {
                var field = Paths.Key(ref cursor, path);
                cursor.Read();
                Leaves.Payload(ref cursor, store, SegmentRole.Document, provenance, field);
            }
            else if (cursor.Is("filename"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, SegmentRole.Document, provenance, Paths.Member(path, "filename"));
            }
            else
            {
                Leaves.Field(ref cursor, store, path);
            }
        }
    }
}
