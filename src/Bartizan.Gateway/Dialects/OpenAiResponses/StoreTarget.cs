using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Puts texts into the segments of a whole message.</summary>
internal abstract class StoreTarget(SegmentStore store) : ItemTarget
{
    /// <inheritdoc/>
    public override int Mark => store.Count;

    /// <summary>The segments.</summary>
    protected SegmentStore Store => store;

    /// <inheritdoc/>
    public override void Text(ref JsonCursor cursor, Speaker speaker, string path) => Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);

    /// <inheritdoc/>
    public override void Value(ref JsonCursor cursor, Speaker speaker, string path, LeafStyle style = LeafStyle.Data) =>
        Leaves.Composite(ref cursor, store, speaker.Role, speaker.Provenance, path, style);

    /// <inheritdoc/>
    public override void Field(ref JsonCursor cursor, string? parent, SegmentRole role) => Leaves.Field(ref cursor, store, parent, role);

    /// <inheritdoc/>
    public override string? Word(ref JsonCursor cursor, string? parent, SegmentRole role) => Leaves.Word(ref cursor, store, parent, role);

    /// <inheritdoc/>
    public override void Key(ref JsonCursor cursor, Speaker speaker, string path)
    {
        store.Begin(speaker.Role, speaker.Provenance, path);
        store.Add(ref cursor, PieceKind.Key);
        store.End();
    }

    /// <inheritdoc/>
    public override void Payload(ref JsonCursor cursor, Speaker speaker, string path) =>
        Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, path);

    /// <inheritdoc/>
    public override void Logprobs(ref JsonCursor cursor, string path)
    {
        if (cursor.Token != JsonTokenType.Null)
        {
            OpenAiLogprobs.ReadList(ref cursor, store, path);
        }
    }

    /// <inheritdoc/>
    public override void Repeats(int rawStart, int rawEnd, int mark) => store.Depend(DependentKind.Null, rawStart, rawEnd, mark, store.Count);

    /// <inheritdoc/>
    public override void Arguments(ref JsonCursor cursor, ItemCall call, string path)
    {
        var start = cursor.TokenStart;
        var text = cursor.Token switch { JsonTokenType.String => cursor.Text(), JsonTokenType.Null => "", _ => null };
        call.Segment = Leaves.Arguments(ref cursor, store, Provenance.Model, path);
        call.Arguments = text ?? Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd));
    }
}

/// <summary>Puts the texts of a request into its reading.</summary>
internal sealed class RequestTarget(RequestReading reading) : StoreTarget(reading.Store)
{
    /// <summary>Names of the tools offered so far.</summary>
    public List<string> ToolNames { get; } = [];

    /// <inheritdoc/>
    public override void Tools(ref JsonCursor cursor, Provenance provenance, string path) =>
        ToolDefinitions.Read(ref cursor, Store, ToolNames, path, provenance);

    /// <inheritdoc/>
    public override void Called(ItemCall call, int mark)
    {
        Store.History.Called(call.Id, call.Name);
        Store.History.AnsweredBy(mark, Store.Count, Encoding.UTF8.GetBytes(call.Name));
    }

    /// <inheritdoc/>
    public override void Answered(ReadOnlySpan<byte> callId, int mark) => Store.History.Answered(mark, Store.Count, callId);

    /// <inheritdoc/>
    public override void Hides() => reading.HidesContext = true;

    /// <inheritdoc/>
    public override void Continues(string conversation) => reading.Conversation = conversation;
}

/// <summary>Puts the texts of a response into its reading.</summary>
internal sealed class ResponseTarget(ResponseReading reading) : StoreTarget(reading.Store)
{
    /// <summary>The calls that the model proposes.</summary>
    public List<ProposedToolCall> Calls { get; } = [];

    /// <summary>Why the model stopped.</summary>
    public List<string> Reasons { get; } = [];

    /// <inheritdoc/>
    public override void Tools(ref JsonCursor cursor, Provenance provenance, string path) =>
        Value(ref cursor, new Speaker(SegmentRole.ToolDefinition, provenance), path, LeafStyle.Schema);

    /// <inheritdoc/>
    public override void EndCall(ItemCall call) =>
        Calls.Add(new ProposedToolCall(call.Id, call.Name, call.Arguments, call.Segment, call.Kind.RunsUpstream));

    /// <inheritdoc/>
    public override void Usage(ref JsonCursor cursor) =>
        reading.Usage = UsageFields.Read(ref cursor, Store, "input_tokens"u8, "output_tokens"u8, reading.Usage);

    /// <inheritdoc/>
    public override void Stopped(string reason) => Reasons.Add(reason);
}
