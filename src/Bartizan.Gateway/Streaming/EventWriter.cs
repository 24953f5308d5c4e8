using System.Buffers;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Streaming;

/// <summary>Writes one event: byte for byte as it came, or with its data spliced where something in it is masked.</summary>
internal sealed class EventWriter(IStreamFraming framing) : IDisposable
{
    private readonly List<Edit> _edits = [];
    private readonly List<PieceCut> _pieces = [];
    private readonly List<(int Start, int End, MaskText Mask)> _cuts = [];
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

        var data = held.Frame.DataIn(raw);
        var dropAsides = false;
        var masked = false;
        var writer = default(CutWriter);
        _edits.Clear();
        foreach (ref readonly var part in parts)
        {
            masked |= part.Rule == PartRule.Text && Cut(part, data);
            dropAsides |= part.Rule == PartRule.Lines && part.Channel!.Touches(part.Start, part.End);
        }

        foreach (ref readonly var part in parts)
        {
            Replace(part, masked, data);
        }

        writer = new CutWriter(data, _arena.Items);
        writer.WriteAll(_pieces, _edits);
        _pieces.Clear();
        _arena.Truncate(0);
        framing.Rebuild(raw, held, Edit.Apply(data, _edits), dropAsides, output);
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
                PartRule.FirstFragment or PartRule.Fragment or PartRule.WholeArguments =>
                    part.Call!.Rewritten is not null && part.RawStart >= 0,
                PartRule.Signature or PartRule.PieceSignature => IsBroken(part),
                _ => false,
            };
            if (changed)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBroken(in StreamPart signature) => signature.Channel is { HasMasks: true } || signature.Call?.Rewritten is not null;

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
        else if (part.Kind == PieceKind.Number)
        {
            _arena.Advance(JsonNumber.Decode(raw, _arena.Reserve(Math.Max(raw.Length, JsonNumber.Longest))));
        }
        else
        {
            _arena.Advance(JsonText.Decode(raw, _arena.Reserve(raw.Length + 1), keepLoneSurrogates: true));
        }

        var piece = new Piece(part.Kind, textStart, part.Length, part.RawStart, part.RawLength);
        foreach (var (start, end, mask) in _cuts)
        {
            _pieces.Add(new PieceCut(piece, start, end, mask));
        }

        return true;
    }

    private void Replace(in StreamPart part, bool masked, ReadOnlySpan<byte> data)
    {
        if (part.Rule == PartRule.Repeat && masked)
        {
            _edits.Add(new Edit(part.RawStart, part.RawStart + part.RawLength, data[part.RawStart] == '[' ? "[]"u8.ToArray() : "null"u8.ToArray()));
        }
        else if (part.Rule is PartRule.Signature or PartRule.PieceSignature)
        {
            if (IsBroken(part))
            {
                _edits.Add(new Edit(part.RawStart, part.RawStart + part.RawLength, []));
            }
        }
        else if (part.Call?.Rewritten is { } rewritten && part.RawStart >= 0)
        {
            var bytes = default(PooledList<byte>);
            if (part.Rule == PartRule.FirstFragment)
            {
                JsonText.Escape(rewritten, ref bytes);
            }
            else if (part.Rule == PartRule.WholeArguments)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(rewritten));
            }

            _edits.Add(new Edit(part.RawStart, part.RawStart + part.RawLength, bytes.Items.ToArray()));
            bytes.Dispose();
        }
    }
}
