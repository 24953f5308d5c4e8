using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// The engine of every dialect's streams: has the bytes cut into events, lets the dialect read each, and releases them in order once all their text is
/// settled and every tool call in them is decided. What it writes depends on the sequence of events alone, never on how the network cut it.
/// </summary>
internal sealed class StreamTransform : IStreamTransform
{
    private readonly IStreamDialect _dialect;
    private readonly IStreamFraming _framing;
    private readonly string _exchangeId;
    private readonly bool _writesErrors;
    private readonly KeyLedger _keys = new();
    private readonly StreamTexts _content;
    private readonly Queue<HeldEvent> _held = new();
    private readonly EventWriter _writer;
    private PooledList<byte> _buffer;
    private long _bufferStart;
    private int _eventStart;
    private bool _begun;
    private bool _torn;
    private bool _upstreamEnded;

    /// <summary>Starts a stream; of server-sent events unless another framing is given.</summary>
    public StreamTransform(IStreamDialect dialect, IStreamGuard guard, IStreamGate gate, StreamSettings settings, IStreamFraming? framing = null)
    {
        _dialect = dialect;
        _framing = framing ?? new SseFraming();
        _exchangeId = settings.ExchangeId;
        _writesErrors = settings.WritesErrors;
        _content = new StreamTexts(guard, gate, settings.Mask) { JoinsBlocks = dialect.JoinsBlocks };
        _writer = new EventWriter(_framing);
    }

    /// <inheritdoc/>
    public bool IsOver => Report.Ending != StreamEnding.Open;

    /// <inheritdoc/>
    public StreamReport Report => _content.Report;

    /// <inheritdoc/>
    public void Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        // In slices, so that one push cannot make the buffer larger than many would.
        while (!bytes.IsEmpty && !IsOver)
        {
            var slice = bytes[..Math.Min(bytes.Length, 64 * 1024)];
            _buffer.AddRange(slice);
            bytes = bytes[slice.Length..];
            TakeEvents(output);
        }
    }

    /// <inheritdoc/>
    public void Complete(IBufferWriter<byte> output)
    {
        if (IsOver)
        {
            return;
        }

        _upstreamEnded = true;
        if (_eventStart < _buffer.Count)
        {
            // Nothing ended the last event. If it is whole, some clients take it all the same; so that an error may follow it, end it now.
            _buffer.AddRange(_framing.Closing(_buffer.Items[_eventStart..]));
            TakeEvents(output);
        }

        if (IsOver)
        {
            return;
        }

        if (_dialect.MayEnd && !_torn && _eventStart == _buffer.Count)
        {
            Finish(output);
        }
        else
        {
            End(StreamEnding.Truncated, "upstream_truncated", "The upstream ended its stream early.", output);
        }
    }

    /// <inheritdoc/>
    public void Fail(string code, string message, IBufferWriter<byte> output)
    {
        if (!IsOver)
        {
            End(StreamEnding.Failed, code, message, output);
        }
    }

    /// <inheritdoc/>
    public byte[] Error(string code, string message, bool begun) => _framing.Error(_dialect.StreamError(code, message, _exchangeId), begun);

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffer.Dispose();
        _framing.Dispose();
        _content.Dispose();
        _keys.Dispose();
        _writer.Dispose();
    }

    // Bytes of the buffer that are written and no longer needed.
    private int Released => _held.TryPeek(out var head) ? (int)(head.Start - _bufferStart) : _eventStart;

    private void TakeEvents(IBufferWriter<byte> output)
    {
        while (!IsOver && TryFind(output, out var frame))
        {
            TakeEvent(frame, output);
        }

        if (!IsOver && (_buffer.Count - _eventStart > DialectLimits.EventBytes || _buffer.Count - Released > DialectLimits.HeldBytes))
        {
            EndTooLarge(output);
        }
    }

    private bool TryFind(IBufferWriter<byte> output, out StreamFrame frame)
    {
        try
        {
            return _framing.TryFind(_buffer.Items[_eventStart..], _upstreamEnded, out frame);
        }
        catch (JsonRefusal refusal)
        {
            if (refusal.Failure.Code == ReadFailure.TooLarge)
            {
                EndTooLarge(output);
            }
            else
            {
                EndUnreadable(refusal.Message, output);
            }

            frame = default;
            return false;
        }
    }

    private void TakeEvent(in StreamFrame frame, IBufferWriter<byte> output)
    {
        var held = new HeldEvent(_bufferStart + _eventStart, frame, _content.PartCount);
        var raw = _buffer.Items.Slice(_eventStart, frame.Length);
        _eventStart += frame.Length;
        try
        {
            held = held with { Terminal = Inspect(frame, raw) || frame.Last };
            _content.AskAll();
        }
        catch (Exception e) when (e is JsonException or JsonRefusal)
        {
            if (_upstreamEnded)
            {
                // Half an event: the stream is cut short, which is said next.
                _torn = true;
                return;
            }

            EndUnreadable(e is JsonRefusal refusal ? refusal.Message : "An event is not valid JSON.", output);
            return;
        }

        _held.Enqueue(held with { Parts = (int)(_content.PartCount - held.FirstPart) });
        Report.Events++;
        if (held.Terminal)
        {
            _content.CompleteAll();
        }

        Release(output);
        EndIfCut(output);
    }

    // Returns whether it is the stream's last event.
    private bool Inspect(in StreamFrame frame, ReadOnlySpan<byte> raw)
    {
        foreach (var (start, end) in _framing.Asides)
        {
            _content.AddLine(Checked(raw[start..end]));
        }

        var data = Checked(frame.DataIn(raw));
        if (data.IsEmpty || _dialect.IsLastWord(data))
        {
            return !data.IsEmpty;
        }

        var cursor = new JsonCursor(data, _keys);
        if (frame.NameLength > 0 && _dialect.NamesEvents && !cursor.PeekString("type"u8).SequenceEqual(raw.Slice(frame.NameOffset, frame.NameLength)))
        {
            throw JsonRefusal.Field("An event's name says something else than its type.");
        }

        var terminal = _dialect.ReadEvent(ref cursor, _content);
        cursor.End();
        return terminal;
    }

    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? bytes : throw new JsonRefusal(ReadFailure.InvalidUtf8, "An event is not valid UTF-8.");

    // Releases from the head of the queue whatever may pass.
    private void Release(IBufferWriter<byte> output)
    {
        while (_held.TryPeek(out var held))
        {
            var readiness = _content.ReadinessOf(held, _upstreamEnded);
            if (readiness == Readiness.Waits || WaitsForEnd)
            {
                break;
            }

            var raw = _buffer.Items.Slice((int)(held.Start - _bufferStart), held.Frame.Length);
            _writer.Write(held, raw, _content, output);
            _begun = true;
            _held.Dequeue();
            if (readiness == Readiness.Breaks)
            {
                break;
            }

            if (held.Terminal)
            {
                Close(StreamEnding.Finished);
                return;
            }
        }

        Compact();
    }

    // Whether the newest event may be the stream's last, which only its end will tell.
    private bool WaitsForEnd => _held.Count == 1 && _dialect.MayEnd && !_upstreamEnded && _content.Cut is null;

    private void Finish(IBufferWriter<byte> output)
    {
        _content.CompleteAll();
        Release(output);
        EndIfCut(output);
        if (!IsOver)
        {
            Close(StreamEnding.Finished);
        }
    }

    private void EndIfCut(IBufferWriter<byte> output)
    {
        if (!IsOver && _content.Cut is { } cut)
        {
            End(StreamEnding.Cut, cut.Code, cut.Message, output);
        }
    }

    private void EndUnreadable(string reason, IBufferWriter<byte> output) =>
        End(StreamEnding.Failed, "upstream_invalid", $"The upstream's stream cannot be read safely. {reason}", output);

    private void EndTooLarge(IBufferWriter<byte> output) =>
        End(StreamEnding.Failed, "upstream_too_large", "An event of the upstream, or what had to be held back, is too large.", output);

    private void End(StreamEnding ending, string code, string message, IBufferWriter<byte> output)
    {
        if (ending != StreamEnding.Cut)
        {
            _upstreamEnded = true;
            _content.CompleteTexts();
            Release(output);
            if (_content.Cut is { } cut)
            {
                (ending, code, message) = (StreamEnding.Cut, cut.Code, cut.Message);
            }
        }

        Report.Code = code;
        Report.Message = message;
        if (ending == StreamEnding.Cut)
        {
            Report.Verdict = Verdict.Block;
        }

        Close(ending);
        if (_writesErrors)
        {
            output.Write(Error(code, message, _begun));
        }
    }

    private void Close(StreamEnding ending)
    {
        Report.Ending = ending;
        _content.Record();
        _held.Clear();
    }

    private void Compact()
    {
        // Only when at least half of the buffer goes, so that moving the rest costs no more than what came in.
        var keep = Released;
        if (keep < _buffer.Count - keep)
        {
            return;
        }

        _buffer.RemoveFirst(keep);
        _bufferStart += keep;
        _eventStart -= keep;
        _content.ForgetParts(_held.TryPeek(out var head) ? head.FirstPart : _content.PartCount);
    }
}
