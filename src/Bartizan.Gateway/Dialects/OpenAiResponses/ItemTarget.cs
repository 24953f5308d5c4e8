using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Where a reader puts the texts that it finds: into the segments of a whole message, or into the texts of a stream. Items have the same shape in
/// requests, responses and events, and so are read by the same code.
/// </summary>
internal abstract class ItemTarget
{
    /// <summary>A string as a text of its own; what is no string is inspected leaf by leaf.</summary>
    public abstract void Text(ref JsonCursor cursor, Speaker speaker, string path);

    /// <summary>Every key, string and number of a value as one text.</summary>
    public abstract void Value(ref JsonCursor cursor, Speaker speaker, string path, LeafStyle style = LeafStyle.Data);

    /// <summary>On a key without a rule of its own: reads its value, as <see cref="Leaves.Field"/> does.</summary>
    public abstract void Field(ref JsonCursor cursor, string? parent, SegmentRole role);

    /// <summary>As <see cref="Field"/> for a field of the vocabulary; returns its value when it is a string.</summary>
    public abstract string? Word(ref JsonCursor cursor, string? parent, SegmentRole role);

    /// <summary>The current key, which may say something.</summary>
    public abstract void Key(ref JsonCursor cursor, Speaker speaker, string path);

    /// <summary>Base64 that passes when it is binary; any other string is inspected.</summary>
    public abstract void Payload(ref JsonCursor cursor, Speaker speaker, string path);

    /// <summary>Definitions of tools.</summary>
    public abstract void Tools(ref JsonCursor cursor, Provenance provenance, string path);

    /// <summary>How many texts there are; begins what <see cref="Logprobs"/> belongs to.</summary>
    public abstract int Mark { get; }

    /// <summary>A list of log-probabilities.</summary>
    public abstract void Logprobs(ref JsonCursor cursor, string path);

    /// <summary>The value at these bytes repeats the texts since <paramref name="mark"/>, and goes when one of them is masked.</summary>
    public abstract void Repeats(int rawStart, int rawEnd, int mark);

    /// <summary>The model proposes a call, whose item is read next.</summary>
    public virtual void BeginCall(ItemCall call)
    {
    }

    /// <summary>A call's arguments: JSON in a string, other text, or any value.</summary>
    public abstract void Arguments(ref JsonCursor cursor, ItemCall call, string path);

    /// <summary>The item of the proposed call is read.</summary>
    public virtual void EndCall(ItemCall call)
    {
    }

    /// <summary>A call that was made earlier is read, with whatever it carries since <paramref name="mark"/>.</summary>
    public virtual void Called(ItemCall call, int mark)
    {
    }

    /// <summary>The texts since <paramref name="mark"/> are what the call of this id returned.</summary>
    public virtual void Answered(ReadOnlySpan<byte> callId, int mark)
    {
    }

    /// <summary>On the item with number <paramref name="position"/> in a response's output: its place in the stream, which may be another.</summary>
    public virtual int PlaceOf(ref JsonCursor cursor, int position) => position;

    /// <summary>The response's items are read.</summary>
    public virtual void EndItems()
    {
    }

    /// <summary>Counts of tokens.</summary>
    public virtual void Usage(ref JsonCursor cursor) => Value(ref cursor, Speaker.Unknown, "usage", LeafStyle.Figures);

    /// <summary>Why the model stopped, or that it has not.</summary>
    public virtual void Stopped(string reason)
    {
    }

    /// <summary>The message refers to text that only the upstream has.</summary>
    public virtual void Hides()
    {
    }

    /// <summary>The message goes on with a conversation that the upstream keeps.</summary>
    public virtual void Continues(string conversation)
    {
    }
}
