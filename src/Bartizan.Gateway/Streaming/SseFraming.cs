using System.Buffers;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>Server-sent events: a frame is an event with the empty line that ends it; its asides are the lines that clients ignore.</summary>
internal sealed class SseFraming : IStreamFraming
{
    private PooledList<SseLine> _lines;
    private PooledList<(int Start, int End)> _asides;
    private int _scanned;
    private bool _found;
    private bool _begun;

    /// <inheritdoc/>
    public ReadOnlySpan<(int Start, int End)> Asides => _asides.Items;

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> bytes, bool ended, out StreamFrame frame)
    {
        if (_found)
        {
            (_found, _begun, _scanned) = (false, true, 0);
            _lines.Truncate(0);
            _asides.Truncate(0);
        }

        var start = _lines.Count == 0 ? 0 : _lines[_lines.Count - 1].Next;
        while (SseLines.TryNext(bytes, start, Math.Max(_scanned, start), ended, !_begun && start == 0, out var line))
        {
            start = _scanned = line.Next;
            _lines.Add(line);
            if (line.Kind == SseLineKind.Empty)
            {
                _found = true;
                frame = FrameOf(bytes, line.Next);
                return true;
            }

            if (_lines.Count > DialectLimits.KeysPerObject)
            {
                throw JsonRefusal.Budget("An event has too many lines.");
            }
        }

        // A CR at the end is looked at again with what follows it.
        _scanned = Math.Max(start, bytes.Length - 1);
        frame = default;
        return false;
    }

    /// <inheritdoc/>
    public void Rebuild(ReadOnlySpan<byte> raw, in HeldEvent held, byte[] data, bool dropAsides, IBufferWriter<byte> output)
    {
        var frame = held.Frame;
        if (frame.Joined is null && !dropAsides)
        {
            output.Write(raw[..frame.DataOffset]);
            output.Write(data);
            output.Write(raw[(frame.DataOffset + frame.DataLength)..]);
            return;
        }

        // Data on several lines becomes one: a line break can only stand between JSON tokens, where a space says the same.
        data.AsSpan().Replace((byte)'\n', (byte)' ');
        var written = false;
        var at = 0;
        while (SseLines.TryNext(raw, at, at, last: true, held.Start == 0, out var line))
        {
            at = line.Next;
            if (line.Kind == SseLineKind.Data)
            {
                if (!written)
                {
                    output.Write("data: "u8);
                    output.Write(data);
                    output.Write("\n"u8);
                    written = true;
                }
            }
            else if (line.Kind != SseLineKind.Other || !dropAsides)
            {
                output.Write(raw[line.Start..line.Next]);
            }
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Closing(ReadOnlySpan<byte> rest) =>
        rest is [.., (byte)'\r' or (byte)'\n', (byte)'\r'] or [(byte)'\r'] ? [] : "\n\n"u8;

    /// <inheritdoc/>
    public byte[] Error(byte[] error, bool begun) => error;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _asides.Dispose();
    }

    private StreamFrame FrameOf(ReadOnlySpan<byte> bytes, int length)
    {
        var frame = new StreamFrame(length);
        var data = 0;
        foreach (ref readonly var line in _lines.Items)
        {
            if (line.Kind == SseLineKind.Data)
            {
                frame = frame with { DataOffset = line.ValueStart, DataLength = line.ValueEnd - line.ValueStart };
                data++;
            }
            else if (line.Kind == SseLineKind.Event)
            {
                if (frame.NameLength > 0)
                {
                    throw JsonRefusal.Field("An event has two names.");
                }

                frame = frame with { NameOffset = line.ValueStart, NameLength = line.ValueEnd - line.ValueStart };
            }
            else if (line.Kind == SseLineKind.Other)
            {
                _asides.Add((line.Start, line.ValueEnd));
            }
        }

        return data > 1 ? frame with { Joined = Join(bytes) } : frame;
    }

    // The values of all data lines, joined by line feeds as clients join them.
    private byte[] Join(ReadOnlySpan<byte> bytes)
    {
        var joined = new List<byte>();
        var first = true;
        foreach (ref readonly var line in _lines.Items)
        {
            if (line.Kind != SseLineKind.Data)
            {
                continue;
            }

            if (!first)
            {
                joined.Add((byte)'\n');
            }

            first = false;
            joined.AddRange(bytes[line.ValueStart..line.ValueEnd]);
        }

        return [.. joined];
    }
}
