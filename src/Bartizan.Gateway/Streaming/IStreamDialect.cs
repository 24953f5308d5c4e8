using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>What the stream engine asks of a dialect.</summary>
internal interface IStreamDialect
{
    /// <summary>Whether an event's data is the stream's last word and no JSON.</summary>
    bool IsLastWord(ReadOnlySpan<byte> data);

    /// <summary>Reads one event's data, handing every text in it to <paramref name="content"/>. Returns whether it is the stream's last event.</summary>
    bool ReadEvent(ref JsonCursor cursor, StreamTexts content);

    /// <summary>
    /// Whether the stream may end with the event just read, in a dialect whose streams have no last event. It then waits for the next or for the
    /// end, so that no client has all of an answer before its stream is finished.
    /// </summary>
    bool MayEnd => false;

    /// <summary>Whether an event says what it is twice, by its name and by the <c>type</c> in its data: clients go by the one or the other, so both must say the same.</summary>
    bool NamesEvents => false;

    /// <summary>Whether the texts of its blocks are parts of one answer, which clients put together.</summary>
    bool JoinsBlocks => false;

    /// <summary>The events that end a stream with an error.</summary>
    byte[] StreamError(string code, string message, string exchangeId);
}
