using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads content: a string, a part, or a list of both.</summary>
internal static class PartReader
{
    /// <summary>Reads the content at <paramref name="path"/>.</summary>
    public static void ReadAll(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        if (cursor.Token == JsonTokenType.StartArray)
        {
            for (var i = 0; cursor.NextItem(); i++)
            {
                Read(ref cursor, target, Paths.Item(path, i), speaker);
            }
        }
        else
        {
            Read(ref cursor, target, path, speaker);
        }
    }

    /// <summary>Reads the part at <paramref name="path"/>.</summary>
    public static void Read(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            target.Text(ref cursor, speaker, path);
            return;
        }

        var type = cursor.Token == JsonTokenType.StartObject ? cursor.PeekString("type"u8) : default;
        if (!IsKnown(type))
        {
            target.Value(ref cursor, speaker.Role == SegmentRole.ToolResult ? Speaker.Tool : Speaker.Unknown, path);
            return;
        }

        var thinks = type.SequenceEqual("reasoning_text"u8) || type.SequenceEqual("summary_text"u8);
        Fields(ref cursor, target, path, thinks ? speaker with { Role = SegmentRole.Reasoning } : speaker);
    }

    private static bool IsKnown(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("output_text"u8) || type.SequenceEqual("input_text"u8) || type.SequenceEqual("text"u8)
        || type.SequenceEqual("summary_text"u8) || type.SequenceEqual("reasoning_text"u8) || type.SequenceEqual("refusal"u8)
        || type.SequenceEqual("input_image"u8) || type.SequenceEqual("input_file"u8) || type.SequenceEqual("input_audio"u8)
        || type.SequenceEqual("computer_screenshot"u8) || type.SequenceEqual("logs"u8) || type.SequenceEqual("image"u8);

    private static void Fields(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        var mark = target.Mark;
        var repeats = (Start: -1, End: -1);
        while (cursor.NextKey())
        {
            if (cursor.Is("text"u8) || cursor.Is("logs"u8))
            {
                var field = Paths.Key(ref cursor, path);
                cursor.Read();
                target.Text(ref cursor, speaker, field);
            }
            else if (cursor.Is("refusal"u8))
            {
                cursor.Read();
                target.Text(ref cursor, speaker with { Role = SegmentRole.Refusal }, Paths.Member(path, "refusal"));
            }
            else if (cursor.Is("logprobs"u8))
            {
                cursor.Read();
                repeats.Start = cursor.TokenStart;
                target.Logprobs(ref cursor, Paths.Member(path, "logprobs"));
                repeats.End = cursor.TokenEnd;
            }
            else if (cursor.Is("annotations"u8))
            {
                cursor.Read();
                Annotations(ref cursor, target, Paths.Member(path, "annotations"), speaker);
            }
            else
            {
                Attachment(ref cursor, target, path, speaker);
            }
        }

        if (repeats.Start >= 0)
        {
            target.Repeats(repeats.Start, repeats.End, mark);
        }
    }

    private static void Annotations(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        var source = speaker with { Provenance = Provenance.Untrusted };
        if (cursor.Token != JsonTokenType.StartArray)
        {
            target.Value(ref cursor, source, path);
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            target.Value(ref cursor, source, Paths.Item(path, i));
        }
    }

    // Each of these may be an address, or the thing itself in base64 with or without a data: prefix.
    private static void Attachment(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        if (cursor.Is("image_url"u8) || cursor.Is("file_data"u8) || cursor.Is("url"u8) || cursor.Is("data"u8))
        {
            var field = Paths.Key(ref cursor, path);
            cursor.Read();
            target.Payload(ref cursor, speaker.Document, field);
        }
        else if (cursor.Is("file_url"u8) || cursor.Is("filename"u8))
        {
            var field = Paths.Key(ref cursor, path);
            if (cursor.Is("file_url"u8))
            {
                target.Hides();
            }

            cursor.Read();
            target.Text(ref cursor, speaker.Document, field);
        }
        else if (cursor.Is("input_audio"u8))
        {
            cursor.Read();
            Audio(ref cursor, target, Paths.Member(path, "input_audio"), speaker);
        }
        else
        {
            target.Field(ref cursor, path, speaker.Role);
        }
    }

    private static void Audio(ref JsonCursor cursor, ItemTarget target, string path, Speaker speaker)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            target.Payload(ref cursor, speaker.Document, path);
            return;
        }

        while (cursor.NextKey())
        {
            Attachment(ref cursor, target, path, speaker);
        }
    }
}
