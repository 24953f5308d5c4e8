using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <content>How the fields of an event are added, by what may stand in them.</content>
internal sealed partial class StreamTexts
{
    /// <summary>Adds the current string to a channel; what is no string is inspected leaf by leaf.</summary>
    public void AddText(ref JsonCursor cursor, TextChannel channel)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        if (cursor.Raw.Length == 0)
        {
            return;
        }

        if (channel.Completed)
        {
            throw JsonRefusal.Field("A text goes on after its end.");
        }

        var start = channel.Length;
        var text = Decode(cursor.Raw);
        channel.Append(text, ref _recordLeft);
        _parts.Add(new StreamPart(PartRule.Text, channel, null, start, text.Length, PieceKind.Text, cursor.RawStart, cursor.Raw.Length));
    }

    /// <summary>Adds every leaf of a value we know nothing of.</summary>
    public void AddLeaves(ref JsonCursor cursor, LeafStyle style) => Leaves.Collect(ref cursor, this, style);

    void ILeafSink.Add(ref JsonCursor cursor, PieceKind kind) => AddExtra(ref cursor, kind);

    /// <summary>On a key without a rule of its own: reads its value. Ids, counts and words of a vocabulary pass unseen; anything else is inspected.</summary>
    public void AddField(ref JsonCursor cursor)
    {
        var vocabulary = Vocabulary.Has(cursor.Raw);
        AddKey(ref cursor);
        cursor.Read();
        AddValue(ref cursor, vocabulary);
    }

    /// <summary>As <see cref="AddField"/> for a field of the vocabulary; returns its value when it is a string.</summary>
    public string? AddWord(ref JsonCursor cursor)
    {
        cursor.Read();
        AddValue(ref cursor, vocabulary: true);
        return cursor.Token == JsonTokenType.String ? cursor.Text() : null;
    }

    /// <summary>Inspects the current value unless it may pass.</summary>
    public void AddValue(ref JsonCursor cursor, bool vocabulary)
    {
        if (!cursor.Passes(vocabulary))
        {
            AddLeaves(ref cursor, LeafStyle.Data);
        }
    }

    /// <summary>On a key: inspects it unless it is a plain word.</summary>
    public void AddKey(ref JsonCursor cursor)
    {
        if (!Plain.IsWord(cursor.Raw))
        {
            AddExtra(ref cursor, PieceKind.Key);
        }
    }

    /// <summary>Adds the current string to the whole text that was begun, so that it continues what stands there without a separator.</summary>
    public void AddJoined(ref JsonCursor cursor)
    {
        if (_parts.Count > _wholeFirstPart && cursor.Token == JsonTokenType.String && cursor.Raw.Length > 0)
        {
            _whole.Truncate(_wholeLength);
        }

        AddLeaves(ref cursor, LeafStyle.Data);
    }

    /// <summary>Adds the current token to the whole text that was begun, or to the stream's one text of odds and ends.</summary>
    public void AddExtra(ref JsonCursor cursor, PieceKind kind)
    {
        if (cursor.Raw.Length > 0)
        {
            AddExtra(kind == PieceKind.Number ? Number(cursor.Raw) : Decode(cursor.Raw), kind, PartRule.Text, cursor.RawStart, cursor.Raw.Length);
        }
    }

    /// <summary>Adds a string that may be base64: opened and inspected when it holds text, passed when it is binary; any other string is inspected as text.</summary>
    public void AddPayload(ref JsonCursor cursor, bool saidToBeText)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        var text = default(PooledList<char>);
        switch (Base64Text.Open(cursor.Raw, saidToBeText, ref text))
        {
            case Base64Kind.None:
                AddExtra(ref cursor, PieceKind.Text);
                break;
            case Base64Kind.Text when text.Count > 0:
                AddExtra(text.Items, PieceKind.Base64, PartRule.Text, cursor.RawStart, cursor.Raw.Length);
                break;
        }

        text.Dispose();
    }

    /// <summary>Adds a line of the stream that is not JSON.</summary>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        _scratch.Truncate(0);
        var text = _scratch.Reserve(line.Length + 1);
        AddExtra(text[..System.Text.Encoding.UTF8.GetChars(line, text)], PieceKind.Text, PartRule.Lines, 0, 0);
    }

    /// <summary>Adds a value that becomes null when text of this event is masked.</summary>
    public void AddRepeat(int rawStart, int rawEnd) =>
        _parts.Add(new StreamPart(PartRule.Repeat, null, null, 0, 0, PieceKind.Text, rawStart, rawEnd - rawStart));

    /// <summary>Adds a signature over a channel's text.</summary>
    public void AddSignature(ref JsonCursor cursor, TextChannel channel) =>
        _parts.Add(new StreamPart(PartRule.Signature, channel, null, 0, 0, PieceKind.Text, cursor.RawStart, cursor.Raw.Length));

    /// <summary>Adds a signature over a piece of a channel's text, or over a call.</summary>
    public void AddPieceSignature(int rawStart, int rawLength, TextChannel? channel, StreamCall? call) =>
        _parts.Add(new StreamPart(PartRule.PieceSignature, channel, call, 0, 0, PieceKind.Text, rawStart, rawLength));

    private void AddExtra(ReadOnlySpan<char> text, PieceKind kind, PartRule rule, int rawStart, int rawLength)
    {
        if (_wholeFirstPart >= 0)
        {
            _parts.Add(new StreamPart(rule, null, null, _whole.Count, text.Length, kind, rawStart, rawLength));
            _whole.AddRange(text);
            _wholeLength = _whole.Count;
            _whole.AddRange(kind == PieceKind.Key ? ": " : "\n");
            return;
        }

        var channel = _extras ??= Open(-1, "other", SegmentRole.Assistant, Provenance.Untrusted, "other");
        var start = channel.Length;
        channel.Append(text, ref _recordLeft);
        channel.Append(kind == PieceKind.Key ? ": " : "\n", ref _recordLeft);
        _parts.Add(new StreamPart(rule, channel, null, start, text.Length, kind, rawStart, rawLength));
    }

    private ReadOnlySpan<char> Number(ReadOnlySpan<byte> raw)
    {
        _scratch.Truncate(0);
        var text = _scratch.Reserve(Math.Max(raw.Length, JsonNumber.Longest));
        return text[..JsonNumber.Decode(raw, text)];
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> raw)
    {
        _scratch.Truncate(0);
        var text = _scratch.Reserve(raw.Length + 1);
        return text[..JsonText.Decode(raw, text, keepLoneSurrogates: true)];
    }
}
