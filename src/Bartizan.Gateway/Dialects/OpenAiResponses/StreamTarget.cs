using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Puts texts into those of a stream. A text is known by its path in the response, however often and by whatever event it is said: pieces grow under the
/// path, and the whole said again under it has the same masks.
/// </summary>
internal sealed class StreamTarget(StreamTexts content) : ItemTarget
{
    // Beyond what a stream can name, so that an item of the last event which no other event named has a place of its own.
    private const int Unnamed = 1 << 24;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private StreamCall? _call;

    /// <summary>Place of the item that is being read; -1 outside of items.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Whether strings may go on in later events.</summary>
    public bool Grows { get; set; }

    /// <summary>Whether the response has ended.</summary>
    public bool Ended { get; set; }

    /// <inheritdoc/>
    public override int Mark => 0;

    /// <summary>The path of the item at <paramref name="place"/>.</summary>
    public static string PathOf(int place) => Paths.Item("output", place);

    /// <summary>The call of the item that is being read.</summary>
    public StreamCall CallAt(string field, bool runsUpstream) => content.Call(Place, 0, Paths.Member(PathOf(Place), field), runsUpstream);

    /// <inheritdoc/>
    public override void Text(ref JsonCursor cursor, Speaker speaker, string path)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            Value(ref cursor, speaker with { Provenance = Provenance.Untrusted }, path);
        }
        else if (!Grows || Place < 0)
        {
            Value(ref cursor, speaker, path);
        }
        else if (cursor.Raw.Length > 0)
        {
            content.AddText(ref cursor, content.Find(Place, path) ?? content.Open(Place, path, speaker.Role, speaker.Provenance, path));
        }
    }

    /// <inheritdoc/>
    public override void Value(ref JsonCursor cursor, Speaker speaker, string path, LeafStyle style = LeafStyle.Data) =>
        Whole(ref cursor, speaker, path, style);

    /// <inheritdoc/>
    public override void Field(ref JsonCursor cursor, string? parent, SegmentRole role)
    {
        var (vocabulary, word) = (Vocabulary.Has(cursor.Raw), Plain.IsWord(cursor.Raw));
        var path = Paths.Key(ref cursor, parent);
        content.BeginWhole();
        if (!word)
        {
            content.AddExtra(ref cursor, PieceKind.Key);
        }

        cursor.Read();
        if (!(word && cursor.Passes(vocabulary)))
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
        }

        content.EndWhole(Place, path, role, Provenance.Untrusted);
    }

    /// <inheritdoc/>
    public override string? Word(ref JsonCursor cursor, string? parent, SegmentRole role)
    {
        var path = Paths.Key(ref cursor, parent);
        cursor.Read();
        var text = cursor.Token == JsonTokenType.String ? cursor.Text() : null;
        if (!cursor.Passes(vocabulary: true))
        {
            Whole(ref cursor, new Speaker(role, Provenance.Untrusted), path, LeafStyle.Data);
        }

        return text;
    }

    /// <inheritdoc/>
    public override void Key(ref JsonCursor cursor, Speaker speaker, string path)
    {
        content.BeginWhole();
        content.AddExtra(ref cursor, PieceKind.Key);
        content.EndWhole(Place, path, speaker.Role, speaker.Provenance);
    }

    /// <inheritdoc/>
    public override void Payload(ref JsonCursor cursor, Speaker speaker, string path)
    {
        content.BeginWhole();
        content.AddPayload(ref cursor, saidToBeText: false);
        content.EndWhole(Place, path, speaker.Role, speaker.Provenance);
    }

    /// <inheritdoc/>
    public override void Tools(ref JsonCursor cursor, Provenance provenance, string path) =>
        Whole(ref cursor, new Speaker(SegmentRole.ToolDefinition, provenance), path, LeafStyle.Schema);

    /// <inheritdoc/>
    public override void Logprobs(ref JsonCursor cursor, string path)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Value(ref cursor, Speaker.Model, path);
        }
        else
        {
            OpenAiLogprobs.ReadList(ref cursor, content, Place, path, Grows ? Open : null);
        }
    }

    /// <inheritdoc/>
    public override void Repeats(int rawStart, int rawEnd, int mark) => content.AddRepeat(rawStart, rawEnd);

    /// <inheritdoc/>
    public override void BeginCall(ItemCall call)
    {
        var field = call.Kind.Arguments.Length > 0 ? call.Kind.Arguments : ItemKind.AnyArguments[0];
        _call = CallAt(field, call.Kind.RunsUpstream);
        content.AddToCall(_call);
    }

    /// <inheritdoc/>
    public override void Arguments(ref JsonCursor cursor, ItemCall call, string path)
    {
        if (_call is null)
        {
            Whole(ref cursor, new Speaker(SegmentRole.ToolCall, Provenance.Model), path, LeafStyle.Data);
        }
        else if (cursor.Token == JsonTokenType.String)
        {
            Fragment(ref cursor, _call);
        }
        else if (cursor.Token != JsonTokenType.Null)
        {
            var start = cursor.TokenStart;
            var channel = Whole(ref cursor, new Speaker(SegmentRole.ToolCall, Provenance.Model), path, LeafStyle.Data);
            _call.Give(Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd)), channel?.Segment.Index ?? -1);
        }
    }

    /// <summary>On a string: a piece of a call's arguments, or all of them.</summary>
    public void Fragment(ref JsonCursor cursor, StreamCall call)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            Whole(ref cursor, new Speaker(SegmentRole.ToolCall, Provenance.Model), call.Path, LeafStyle.Data);
        }
        else if (!Grows)
        {
            content.AddWholeArguments(ref cursor, call);
        }
        else if (cursor.Raw.Length > 0)
        {
            content.AddFragment(ref cursor, call);
        }
    }

    /// <inheritdoc/>
    public override void EndCall(ItemCall call)
    {
        _call!.Confirm(call.Name, call.Id);
        _call = null;
        if (call.Kind.Bare)
        {
            // Else its pictures, which come long before its end, would all be held back.
            content.EndOfCalls(Place);
        }
    }

    /// <summary>On an item: it stands at <see cref="Place"/>, and later events may know it by its id alone.</summary>
    public void Remember(ref JsonCursor cursor)
    {
        if (_places.Count < DialectLimits.Channels && IdOf(ref cursor) is { Length: > 0 } id)
        {
            _places.TryAdd(id, Place);
        }
    }

    /// <inheritdoc/>
    public override int PlaceOf(ref JsonCursor cursor, int position)
    {
        if (!_places.TryGetValue(IdOf(ref cursor), out var place))
        {
            place = _places.ContainsValue(position) ? Unnamed + position : position;
        }

        return Place = place;
    }

    /// <inheritdoc/>
    public override void EndItems() => Place = -1;

    /// <inheritdoc/>
    public override void Usage(ref JsonCursor cursor)
    {
        content.BeginWhole();
        content.Report.Usage = StreamUsage.Read(ref cursor, content, "input_tokens"u8, "output_tokens"u8, content.Report.Usage);
        content.EndWhole(-1, "usage", SegmentRole.Assistant, Provenance.Untrusted);
    }

    /// <inheritdoc/>
    public override void Stopped(string reason)
    {
        if (Ended)
        {
            content.Report.StopReasonList.Add(reason);
        }
    }

    private static TextChannel Open(StreamTexts content, int place, string path, SegmentRole role) =>
        content.Find(place, path) ?? content.Open(place, path, role, Provenance.Model, path);

    private static string IdOf(ref JsonCursor cursor) =>
        cursor.Token == JsonTokenType.StartObject ? Encoding.UTF8.GetString(cursor.PeekString("id"u8)) : "";

    private TextChannel? Whole(ref JsonCursor cursor, Speaker speaker, string path, LeafStyle style)
    {
        content.BeginWhole();
        content.AddLeaves(ref cursor, style);
        return content.EndWhole(Place, path, speaker.Role, speaker.Provenance);
    }
}
