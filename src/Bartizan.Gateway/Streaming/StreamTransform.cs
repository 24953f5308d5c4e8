using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// The engine of every dialect's streams: cuts the bytes into events, lets the dialect read each, and releases them in order once all their text is
/// settled and every tool call in them is decided. What it writes depends on the sequence of events alone, never on how the network cut it.
/// </summary>
internal sealed class StreamTransform(IStreamDialect dialect, IStreamGuard guard, IStreamGate gate, StreamSettings settings) : IStreamTransform
{
    private readonly KeyLedger _keys = new();
    private readonly StreamTexts _content = new(guard, gate, settings.Mask);
    private readonly Queue<HeldEvent> _held = new();
    private readonly EventWriter _writer = new();
    private PooledList<byte> _buffer;
    private PooledList<SseLine> _lines;
    private long _bufferStart;
    private int _eventStart;
    private int _scanned;
    private bool _upstreamEnded;

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
            TakeEvents(last: false, output);
        }
    }

    /// <inheritdoc/>
    public void Complete(IBufferWriter<byte> output)
    {
        if (IsOver)
        {
            return;
        }

        TakeEvents(last: true, output);
        if (!IsOver)
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
    public void Dispose()
    {
        _buffer.Dispose();
        _lines.Dispose();
        _content.Dispose();
        _keys.Dispose();
        _writer.Dispose();
    }

    private void TakeEvents(bool last, IBufferWriter<byte> output)
    {
        var lineStart = _lines.Count == 0 ? _eventStart : _lines[_lines.Count - 1].Next;
        while (!IsOver && SseLines.TryNext(_buffer.Items, lineStart, Math.Max(_scanned, lineStart), last, _bufferStart + lineStart == 0, out var line))
        {
            lineStart = _scanned = line.Next;
            _lines.Add(line);
            if (line.Kind == SseLineKind.Empty)
            {
                TakeEvent(line.Next, output);
                lineStart = _scanned = _eventStart;
            }
        }

        if (IsOver)
        {
            return;
        }

        if (last && _lines.Count > 0)
        {
            // No empty line ended the last event; some clients take it all the same.
            TakeEvent(lineStart, output);
            return;
        }

        // A CR at the end is looked at again with what follows it.
        _scanned = Math.Max(lineStart, _buffer.Count - 1);
        if (_buffer.Count - _eventStart > DialectLimits.EventBytes || _buffer.Count > DialectLimits.HeldBytes || _lines.Count > DialectLimits.KeysPerObject)
        {
            End(StreamEnding.Failed, "upstream_too_large", "An event of the upstream, or what had to be held back, is too large.", output);
        }
    }

    private void TakeEvent(int end, IBufferWriter<byte> output)
    {
        var held = new HeldEvent(_bufferStart + _eventStart, end - _eventStart, _content.PartCount);
        try
        {
            held = Inspect(held);
            _content.AskAll();
        }
        catch (Exception e) when (e is JsonException or JsonRefusal)
        {
            var reason = e is JsonRefusal refusal ? refusal.Message : "An event is not valid JSON.";
            _eventStart = end;
            _lines.Truncate(0);
            End(StreamEnding.Failed, "upstream_invalid", $"The upstream's stream cannot be read safely. {reason}", output);
            return;
        }

        _held.Enqueue(held with { Parts = (int)(_content.PartCount - held.FirstPart) });
        _eventStart = end;
        _lines.Truncate(0);
        Report.Events++;
        if (held.Terminal)
        {
            _content.CompleteAll();
        }

        Release(output);
        if (!IsOver && _content.Cut is { } cut)
        {
            End(StreamEnding.Cut, cut.Code, cut.Message, output);
        }
    }

    private HeldEvent Inspect(HeldEvent held)
    {
        var data = 0;
        foreach (ref readonly var line in _lines.Items)
        {
            if (line.Kind == SseLineKind.Data)
            {
                held = held with { DataOffset = line.ValueStart - _eventStart, DataLength = line.ValueEnd - line.ValueStart };
                data++;
            }
            else if (line.Kind == SseLineKind.Other)
            {
                _content.AddLine(Checked(_buffer.Items[line.Start..line.ValueEnd]));
            }
        }

        if (data > 1)
        {
            held = held with { Joined = SseJoin.Data(_buffer.Items, _lines.Items) };
        }

        var bytes = Checked(held.Joined ?? _buffer.Items.Slice(_eventStart + held.DataOffset, held.DataLength));
        if (data == 0 || bytes.IsEmpty)
        {
            return held;
        }

        if (dialect.IsLastWord(bytes))
        {
            return held with { Terminal = true };
        }

        var cursor = new JsonCursor(bytes, _keys);
        var terminal = dialect.ReadEvent(ref cursor, _content);
        cursor.End();
        return held with { Terminal = terminal };
    }

    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? bytes : throw new JsonRefusal(ReadFailure.InvalidUtf8, "An event is not valid UTF-8.");

    // Releases from the head of the queue whatever may pass.
    private void Release(IBufferWriter<byte> output)
    {
        while (_held.TryPeek(out var held))
        {
            var readiness = _content.ReadinessOf(held, _upstreamEnded);
            if (readiness == Readiness.Waits)
            {
                break;
            }

            var raw = _buffer.Items.Slice((int)(held.Start - _bufferStart), held.Length);
            _writer.Write(held, raw, _content, output);
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
        output.Write(dialect.StreamError(code, message, settings.ExchangeId));
    }

    private void Close(StreamEnding ending)
    {
        Report.Ending = ending;
        _content.Record();
        _held.Clear();
    }

    private void Compact()
    {
        var keep = _held.TryPeek(out var head) ? (int)(head.Start - _bufferStart) : _eventStart;
        if (keep < 4096 && keep < _buffer.Count)
        {
            return;
        }

        _buffer.RemoveFirst(keep);
        _bufferStart += keep;
        _eventStart -= keep;
        _scanned = Math.Max(0, _scanned - keep);
        foreach (ref var line in _lines.Items)
        {
            line = line with { Start = line.Start - keep, ValueStart = line.ValueStart - keep, ValueEnd = line.ValueEnd - keep, Next = line.Next - keep };
        }

        _content.ForgetParts(_held.TryPeek(out head) ? head.FirstPart : _content.PartCount);
    }
}
