using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads the fields that known events have of their own.</summary>
internal sealed class EventReader(StreamTexts content, StreamTarget target)
{
    private EventRule _rule = EventRule.Of(default);
    private int _place;
    private string _path = "";
    private StreamCall? _call;

    /// <summary>On an event's object: finds out what it is about. It belongs to the item at <paramref name="place"/>, or to none (-1).</summary>
    public void Begin(ref JsonCursor cursor, EventRule rule, int place)
    {
        (_rule, _place, _path, _call) = (rule, place, place < 0 ? "" : StreamTarget.PathOf(place), null);
        target.Place = place;
        target.Grows = rule.Kind is EventKind.Response or EventKind.ItemStart or EventKind.PartStart or EventKind.Text or EventKind.Arguments or EventKind.Command;
        target.Ended = rule.Kind == EventKind.ResponseEnd;
        if (rule.Kind is EventKind.PartStart or EventKind.PartEnd or EventKind.Text or EventKind.TextEnd or EventKind.Annotation)
        {
            _path = Paths.Member(_path, Paths.Item(rule.List, Number(ref cursor, rule.List == "summary" ? "summary_index"u8 : "content_index"u8)));
            _path = rule.Kind == EventKind.Annotation ? Paths.Member(_path, Paths.Item("annotations", Number(ref cursor, "annotation_index"u8))) : _path;
        }
        else if (rule.Item is { } item)
        {
            _call = target.CallAt(item.Arguments, item.RunsUpstream);
            _call.Confirm(item.ToolName, "");
            content.AddToCall(_call);
            _path = rule.Kind is EventKind.Command or EventKind.CommandEnd
                ? Paths.Member(_path, Paths.Item("action.commands", Number(ref cursor, "command_index"u8)))
                : _path;
        }
    }

    /// <summary>On a key: reads its value, if events of this type have such a field; else leaves the cursor where it is.</summary>
    public bool TryRead(ref JsonCursor cursor) => _rule.Kind switch
    {
        EventKind.Response or EventKind.ResponseEnd => cursor.Is("response"u8) && Response(ref cursor),
        EventKind.ItemStart or EventKind.ItemEnd => cursor.Is("item"u8) && Item(ref cursor),
        EventKind.PartStart or EventKind.PartEnd => cursor.Is("part"u8) && Part(ref cursor),
        EventKind.Text => (cursor.Is("delta"u8) && Text(ref cursor)) || (cursor.Is("logprobs"u8) && Logprobs(ref cursor)),
        EventKind.TextEnd => (cursor.Text() == _rule.Field && Text(ref cursor)) || (cursor.Is("logprobs"u8) && Logprobs(ref cursor)),
        EventKind.Arguments => cursor.Is("delta"u8) && Arguments(ref cursor),
        EventKind.ArgumentsEnd => (cursor.Text() == _rule.Field && Arguments(ref cursor)) || (cursor.Is("name"u8) && Name(ref cursor)),
        EventKind.Command or EventKind.CommandEnd => (cursor.Is("command"u8) || cursor.Is("delta"u8)) && Command(ref cursor),
        EventKind.Annotation => cursor.Is("annotation"u8) && Annotation(ref cursor),
        EventKind.Image => cursor.Is("partial_image_b64"u8) && Image(ref cursor),
        _ => false,
    };

    /// <summary>The event is read: ends what it ends.</summary>
    public void End()
    {
        if (_rule.Kind == EventKind.TextEnd)
        {
            content.Find(_place, TextPath)?.Complete();
        }
        else if (_rule.Kind == EventKind.ItemEnd)
        {
            content.Complete(_place);
            content.EndOfCalls(_place);
        }
        else if (_rule.Kind == EventKind.ArgumentsEnd && _call!.Name.Length > 0)
        {
            // Without a name there is nothing to ask about yet; it comes with the item at the latest.
            content.EndOfCalls(_place);
        }
    }

    private string TextPath => Paths.Member(_path, _rule.Field);

    private static int Number(ref JsonCursor cursor, ReadOnlySpan<byte> field) => (int)Math.Clamp(cursor.PeekInteger(field) ?? 0, 0, int.MaxValue);

    private bool Response(ref JsonCursor cursor)
    {
        cursor.Read();
        if (cursor.Token == JsonTokenType.StartObject)
        {
            ResponseObjectReader.Fields(ref cursor, target);
        }
        else
        {
            target.Value(ref cursor, Speaker.Unknown, "response");
        }

        return true;
    }

    private bool Item(ref JsonCursor cursor)
    {
        cursor.Read();
        target.Remember(ref cursor);
        ItemReader.Read(ref cursor, target, _path, proposed: true);
        return true;
    }

    private bool Part(ref JsonCursor cursor)
    {
        cursor.Read();
        PartReader.Read(ref cursor, target, _path, Speaker.Model);
        return true;
    }

    private bool Text(ref JsonCursor cursor) => String(ref cursor, new Speaker(_rule.Role, Provenance.Model), TextPath);

    private bool Command(ref JsonCursor cursor) => String(ref cursor, new Speaker(SegmentRole.ToolCall, Provenance.Model), _path);

    private bool String(ref JsonCursor cursor, Speaker speaker, string path)
    {
        if (!ComesString(cursor))
        {
            return false;
        }

        cursor.Read();
        target.Text(ref cursor, speaker, path);
        return true;
    }

    private bool Arguments(ref JsonCursor cursor)
    {
        if (!ComesString(cursor))
        {
            return false;
        }

        cursor.Read();
        target.Fragment(ref cursor, _call!);
        return true;
    }

    private bool Name(ref JsonCursor cursor)
    {
        _call!.Confirm(target.Word(ref cursor, _path, SegmentRole.ToolCall) ?? "", "");
        return true;
    }

    private bool Logprobs(ref JsonCursor cursor)
    {
        cursor.Read();
        var start = cursor.TokenStart;
        target.Logprobs(ref cursor, Paths.Member(_path, "logprobs"));
        target.Repeats(start, cursor.TokenEnd, target.Mark);
        return true;
    }

    private bool Annotation(ref JsonCursor cursor)
    {
        cursor.Read();
        target.Value(ref cursor, new Speaker(SegmentRole.Assistant, Provenance.Untrusted), _path);
        return true;
    }

    private bool Image(ref JsonCursor cursor)
    {
        cursor.Read();
        target.Payload(ref cursor, Speaker.Tool, Paths.Member(_path, "result"));
        return true;
    }

    // Anything but a string is no piece of a text to a client; it is inspected as a field that nobody knows.
    private static bool ComesString(JsonCursor cursor)
    {
        cursor.ReadAhead();
        return cursor.Token == JsonTokenType.String;
    }
}
