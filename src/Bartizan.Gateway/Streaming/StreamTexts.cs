using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Streaming;

/// <summary>Whether an event may pass.</summary>
internal enum Readiness
{
    /// <summary>It may.</summary>
    Passes,

    /// <summary>Something in it is not settled.</summary>
    Waits,

    /// <summary>It may, up to where the gate cut; nothing after it.</summary>
    Breaks,
}

/// <summary>Finds or opens the channel of a field.</summary>
internal delegate TextChannel ChannelOpener(StreamTexts content, int index, string field, SegmentRole role);

/// <summary>All text and all tool calls of one stream, and the parts of events that they came in. The dialect's reader fills it event by event.</summary>
internal sealed partial class StreamTexts(IStreamGuard guard, IStreamGate gate, IMask mask) : IDisposable
{
    private readonly List<TextChannel> _channels = [];
    private readonly List<TextChannel> _unsettled = [];
    private readonly Dictionary<(int Index, string Field), TextChannel> _byField = [];
    private readonly List<StreamCall> _calls = [];
    private PooledList<StreamPart> _parts;
    private PooledList<char> _scratch;
    private PooledList<char> _whole;
    private int _wholeFirstPart = -1;
    private int _wholeLength;
    private int _growing;
    private readonly List<int> _ended = [];
    private long _partsForgotten;
    private int _recordLeft = DialectLimits.RecordedText;
    private TextChannel? _last;
    private TextChannel? _extras;
    private readonly Dictionary<SegmentRole, TextChannel> _spoken = [];

    /// <summary>Whether clients put the model's texts together in the order in which they come: those of one answer's blocks, not of several answers.</summary>
    public bool JoinsBlocks { get; init; }

    /// <summary>What happened so far.</summary>
    public StreamReport Report { get; } = new();

    /// <summary>The first cut, or null.</summary>
    public StreamVerdict? Cut { get; private set; }

    /// <summary>Parts seen since the stream's start.</summary>
    public long PartCount => _partsForgotten + _parts.Count;

    /// <summary>The channel of a field, if it exists.</summary>
    public TextChannel? Find(int index, string field)
    {
        if (_last is { } last && last.Index == index && last.Field == field)
        {
            return last;
        }

        return _byField.TryGetValue((index, field), out var channel) ? _last = channel : null;
    }

    /// <summary>The channel of a field, opened when it is new.</summary>
    public TextChannel Open(int index, string field, SegmentRole role, Provenance provenance, string path)
    {
        if (++_growing > DialectLimits.Channels)
        {
            throw JsonRefusal.Budget($"The stream has more than {DialectLimits.Channels} texts.");
        }

        var channel = Add(index, field, role, provenance, path);
        if (JoinsBlocks && provenance == Provenance.Model)
        {
            _spoken[role] = channel;
        }

        return channel;
    }

    /// <summary>Begins a text that this event brings whole: odds and ends that are added from here on belong to it.</summary>
    public void BeginWhole()
    {
        _wholeFirstPart = _parts.Count;
        _wholeLength = 0;
        _whole.Truncate(0);
    }

    /// <summary>
    /// Ends the whole text and gives it to the channel of a field. A text that says what the channel holds already is not inspected again: it has the same
    /// masks. One that says something else is inspected on its own. Returns its channel, or null when it is empty.
    /// </summary>
    public TextChannel? EndWhole(int index, string field, SegmentRole role, Provenance provenance)
    {
        var first = _wholeFirstPart;
        _wholeFirstPart = -1;
        if (first == _parts.Count)
        {
            return null;
        }

        var text = _whole.Items[.._wholeLength];
        var channel = Find(index, field);
        channel?.Complete();
        if (channel is null || !channel.Says(text))
        {
            if (_channels.Count - _growing >= DialectLimits.WholeTexts)
            {
                throw JsonRefusal.Budget($"The stream has more than {DialectLimits.WholeTexts} texts that come whole.");
            }

            channel = Add(index, field, role, provenance, field);
            channel.AppendWhole(text, ref _recordLeft);
        }

        foreach (ref var part in _parts.Items[first..])
        {
            part = part with { Channel = channel };
        }

        return channel;
    }

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
    public void AddLeaves(ref JsonCursor cursor, LeafStyle style)
    {
        cursor.EnterFreeForm();
        var depth = 0;
        var vocabulary = false;
        do
        {
            switch (cursor.Token)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.PropertyName:
                    vocabulary = style == LeafStyle.Figures && Vocabulary.Has(cursor.Raw);
                    if (Leaves.KeySays(cursor.Raw, style))
                    {
                        AddExtra(ref cursor, PieceKind.Key);
                    }

                    break;
                case JsonTokenType.String when Leaves.StringSays(cursor.Raw, style, vocabulary):
                    AddExtra(ref cursor, PieceKind.Text);
                    break;
                case JsonTokenType.Number when Leaves.NumberSays(cursor.Raw, style):
                    AddExtra(ref cursor, PieceKind.Number);
                    break;
            }
        }
        while (depth > 0 && cursor.Read());
        cursor.LeaveFreeForm();
    }

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

    /// <summary>A choice or block ended: its texts are whole.</summary>
    public void Complete(int index)
    {
        foreach (var channel in _unsettled)
        {
            if (channel.Index == index)
            {
                channel.Complete();
            }
        }
    }

    /// <summary>The stream's last event came: everything is whole.</summary>
    public void CompleteAll()
    {
        CompleteTexts();
        foreach (var call in _calls)
        {
            if (!call.Decided && Cut is null)
            {
                Decide(call);
            }
        }
    }

    /// <summary>No more text comes; calls that are not whole stay undecided.</summary>
    public void CompleteTexts()
    {
        foreach (var channel in _unsettled)
        {
            channel.Complete();
        }

        AskAll();
    }

    /// <summary>Asks the gate about every newly settled finding.</summary>
    public void AskAll()
    {
        foreach (var channel in _unsettled)
        {
            if (channel.CutAt == int.MaxValue && channel.Ask(gate, mask, Report.FindingList) is { } cut)
            {
                Cut ??= cut;
            }

            if (channel.HasMasks && Report.Verdict == Verdict.Allow)
            {
                Report.Verdict = Verdict.Redact;
            }
        }

        _unsettled.RemoveAll(static channel => channel.Completed);
        foreach (var owner in _ended)
        {
            DecideCalls(owner);
        }

        _ended.Clear();
    }

    /// <summary>Whether an event may pass now.</summary>
    public Readiness ReadinessOf(in HeldEvent held, bool upstreamEnded)
    {
        var readiness = Readiness.Passes;
        foreach (ref readonly var part in PartsOf(held))
        {
            switch (part.Rule)
            {
                case PartRule.FirstFragment or PartRule.Fragment or PartRule.WholeArguments when !part.Call!.Decided:
                    return Readiness.Waits;
                case PartRule.Signature when !part.Channel!.Completed && !upstreamEnded:
                    return Readiness.Waits;
                case PartRule.Text or PartRule.Lines:
                    var channel = part.Channel!;
                    if (part.End > channel.CutAt)
                    {
                        if (part.Start >= channel.CutAt)
                        {
                            return Readiness.Waits;
                        }

                        readiness = Readiness.Breaks;
                    }
                    else if (part.End > channel.Settled)
                    {
                        return Readiness.Waits;
                    }

                    break;
            }
        }

        return readiness;
    }

    /// <summary>The parts of an event.</summary>
    public ReadOnlySpan<StreamPart> PartsOf(in HeldEvent held) => _parts.Items.Slice((int)(held.FirstPart - _partsForgotten), held.Parts);

    /// <summary>Drops the parts before number <paramref name="first"/>.</summary>
    public void ForgetParts(long first)
    {
        _parts.RemoveFirst((int)(first - _partsForgotten));
        _partsForgotten = first;
    }

    /// <summary>Writes the texts into the report.</summary>
    public void Record()
    {
        foreach (var channel in _channels)
        {
            channel.Record();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channels.ForEach(c => c.Dispose());
        _calls.ForEach(c => c.Dispose());
        _parts.Dispose();
        _scratch.Dispose();
        _whole.Dispose();
    }

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

    private TextChannel Add(int index, string field, SegmentRole role, Provenance provenance, string path)
    {
        var segment = new StreamedSegment { Index = Report.SegmentList.Count, Role = role, Provenance = provenance, Path = path };
        Report.SegmentList.Add(segment);
        var inspection = guard.Open(role, provenance, segment.Index);
        if (provenance == Provenance.Model && _spoken.TryGetValue(role, out var before) && before.Tail(SeamInspection.Reach) is { IsEmpty: false } tail)
        {
            inspection = new SeamInspection(inspection, guard.Open(role, provenance, segment.Index), tail);
        }

        var channel = new TextChannel(index, field, segment, inspection);
        _channels.Add(channel);
        _unsettled.Add(channel);
        _byField[(index, field)] = channel;
        return _last = channel;
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
