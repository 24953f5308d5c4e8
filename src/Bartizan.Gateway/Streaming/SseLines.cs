namespace Bartizan.Gateway.Streaming;

/// <summary>What a line of an event stream is.</summary>
internal enum SseLineKind
{
    /// <summary>Ends the event.</summary>
    Empty,

    /// <summary><c>data:</c></summary>
    Data,

    /// <summary><c>event:</c> with a plain name.</summary>
    Event,

    /// <summary>A comment, <c>id:</c>, <c>retry:</c> or anything else, which clients ignore and inspection does not.</summary>
    Other,
}

/// <summary>One line: where it stands, where its value stands, and where the next one begins.</summary>
internal readonly record struct SseLine(SseLineKind Kind, int Start, int ValueStart, int ValueEnd, int Next);

/// <summary>Cuts an event stream into lines by the rules of the HTML standard: LF, CR or CRLF end one; one space after the colon is not part of the value.</summary>
internal static class SseLines
{
    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Finds the line that begins at <paramref name="start"/>, looking for its end from <paramref name="from"/> on. False when its end has not come yet;
    /// a CR at the very end may be half of a CRLF, unless the stream has ended (<paramref name="last"/>).
    /// </summary>
    public static bool TryNext(ReadOnlySpan<byte> buffer, int start, int from, bool last, bool streamStart, out SseLine line)
    {
        line = default;
        var found = buffer[from..].IndexOfAny((byte)'\n', (byte)'\r');
        if (found < 0)
        {
            return false;
        }

        var end = from + found;
        var next = end + 1;
        if (buffer[end] == '\r')
        {
            if (next == buffer.Length && !last)
            {
                return false;
            }

            if (next < buffer.Length && buffer[next] == '\n')
            {
                next++;
            }
        }

        var content = buffer[start..end];
        var skipped = streamStart && content.StartsWith(Bom) ? Bom.Length : 0;
        line = Classify(content[skipped..], start + skipped, next) with { Start = start };
        return true;
    }

    private static SseLine Classify(ReadOnlySpan<byte> content, int at, int next)
    {
        if (content.IsEmpty)
        {
            return new SseLine(SseLineKind.Empty, at, at, at, next);
        }

        var colon = content.IndexOf((byte)':');
        var name = colon < 0 ? content : content[..colon];
        var value = colon < 0 ? content.Length : colon + 1;
        if (value < content.Length && content[value] == ' ')
        {
            value++;
        }

        var kind = SseLineKind.Other;
        if (name.SequenceEqual("data"u8))
        {
            kind = SseLineKind.Data;
        }
        else if (name.SequenceEqual("event"u8) && Json.Plain.IsIdentifier(content[value..]))
        {
            kind = SseLineKind.Event;
        }

        return new SseLine(kind, at, at + value, at + content.Length, next);
    }
}
