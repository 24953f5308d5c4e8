using System.Buffers;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Streaming;

/// <summary>Writes one event: byte for byte as it came, or with its data spliced where something in it is masked.</summary>
internal sealed class EventWriter : IDisposable
{
    private readonly List<Edit> _edits = [];
    private readonly List<PieceCut> _pieces = [];
    private readonly List<(int Start, int End, string Text)> _cuts = [];
    private PooledList<char> _arena;

    /// <summary>Writes the event whose bytes are <paramref name="raw"/>.</summary>
    public void Write(in HeldEvent held, ReadOnlySpan<byte> raw, StreamTexts content, IBufferWriter<byte> output)
    {
        var parts = content.PartsOf(held);
        foreach (ref readonly var part in parts)
        {
            if (part.Rule == PartRule.Text && part.Start == 0)
            {
                part.Channel!.Rewind();
            }
        }

        if (!IsChanged(parts))
        {
            output.Write(raw);
            return;
        }

        var data = held.Joined ?? raw.Slice(held.DataOffset, held.DataLength);
        var dropLines = false;
        var masked = false;
        var writer = default(CutWriter);
        _edits.Clear();
        foreach (ref readonly var part in parts)
        {
            masked |= part.Rule == PartRule.Text && Cut(part, data);
            dropLines |= part.Rule == PartRule.Lines && part.Channel!.Touches(part.Start, part.End);
        }

        foreach (ref readonly var part in parts)
        {
            Replace(part, masked, data);
        }

        writer = new CutWriter(data, _arena.Items);
        writer.WriteAll(_pieces, _edits);
        _pieces.Clear();
        _arena.Truncate(0);
        var spliced = Edit.Apply(data, _edits);
        if (held.Joined is null && !dropLines)
        {
            output.Write(raw[..held.DataOffset]);
            output.Write(spliced);
            output.Write(raw[(held.DataOffset + held.DataLength)..]);
        }
        else
        {
            Rebuild(raw, spliced, held, dropLines, output);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private static bool IsChanged(ReadOnlySpan<StreamPart> parts)
    {
        foreach (ref readonly var part in parts)
        {
            var changed = part.Rule switch
            {
                PartRule.Text or PartRule.Lines => part.Channel!.Touches(part.Start, part.End),
                PartRule.FirstFragment or PartRule.Fragment => part.Call!.Rewritten is not null && part.RawStart >= 0,
                PartRule.Signature => part.Channel!.HasMasks,
                _ => false,
            };
            if (changed)
            {
                return true;
            }
        }

        return false;
    }

    private bool Cut(in StreamPart part, ReadOnlySpan<byte> data)
    {
        _cuts.Clear();
        part.Channel!.CutsIn(part.Start, part.End, _cuts);
        if (_cuts.Count == 0)
        {
            return false;
        }

        var textStart = _arena.Count;
        var raw = data.Slice(part.RawStart, part.RawLength);
        if (part.Kind == PieceKind.Base64)
        {
            var opened = default(PooledList<char>);
            Base64Text.Open(raw, saidToBeText: true, ref opened);
            _arena.AddRange(opened.Items);
            opened.Dispose();
        }
        else
        {
            _arena.Advance(JsonText.Decode(raw, _arena.Reserve(raw.Length + 1), keepLoneSurrogates: true));
        }

        var piece = new Piece(part.Kind, textStart, part.Length, part.RawStart, part.RawLength);
        foreach (var (start, end, text) in _cuts)
        {
            _pieces.Add(new PieceCut(piece, start, end, text));
        }

        return true;
    }

    private void Replace(in StreamPart part, bool masked, ReadOnlySpan<byte> data)
    {
        if (part.Rule == PartRule.Repeat && masked)
        {
            _edits.Add(new Edit(part.RawStart, part.RawStart + part.RawLength, data[part.RawStart] == '[' ? "[]"u8.ToArray() : "null"u8.ToArray()));
        }
        else if (part.Rule == PartRule.Signature && part.Channel!.HasMasks)
        {
            _edits.Add(new Edit(part.RawStart, part.RawStart + part.RawLength, []));
        }
        else if (part.Call?.Rewritten is { } rewritten && part.RawStart >= 0)
        {
            var bytes = default(PooledList<byte>);
            if (part.Rule == PartRule.FirstFragment)
            {
                JsonText.Escape(rewritten, ref bytes);
            }

            _edits.Add(new Edit(part.RawStart, part.RawStart + part.RawLength, bytes.Items.ToArray()));
            bytes.Dispose();
        }
    }

    // Data on several lines becomes one: a line break can only stand between JSON tokens, where a space says the same.
    private static void Rebuild(ReadOnlySpan<byte> raw, byte[] data, in HeldEvent held, bool dropLines, IBufferWriter<byte> output)
    {
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
            else if (line.Kind != SseLineKind.Other || !dropLines)
            {
                output.Write(raw[line.Start..line.Next]);
            }
        }
    }
}
