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

/// <summary>All text and all tool calls of one stream, and the parts of events that they came in. The dialect's reader fills it event by event.</summary>
internal sealed class StreamTexts(IStreamGuard guard, IStreamGate gate, IMask mask) : IDisposable
{
    private readonly List<TextChannel> _channels = [];
    private readonly List<StreamCall> _calls = [];
    private PooledList<StreamPart> _parts;
    private PooledList<char> _scratch;
    private readonly List<int> _ended = [];
    private long _partsForgotten;
    private int _recordLeft = DialectLimits.RecordedText;
    private TextChannel? _last;
    private TextChannel? _extras;

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

        foreach (var channel in _channels)
        {
            if (channel.Index == index && channel.Field == field)
            {
                return _last = channel;
            }
        }

        return null;
    }

    /// <summary>The channel of a field, opened when it is new.</summary>
    public TextChannel Open(int index, string field, SegmentRole role, Provenance provenance, string path)
    {
        if (_channels.Count >= DialectLimits.Channels)
        {
            throw JsonRefusal.Budget($"The stream has more than {DialectLimits.Channels} texts.");
        }

        var segment = new StreamedSegment { Index = Report.SegmentList.Count, Role = role, Provenance = provenance, Path = path };
        Report.SegmentList.Add(segment);
        var channel = new TextChannel(index, field, segment, guard.Open(role, provenance, segment.Index));
        _channels.Add(channel);
        return _last = channel;
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
                    if (style == LeafStyle.Data || !Plain.IsWord(cursor.Raw))
                    {
                        AddExtra(ref cursor, PieceKind.Key);
                    }

                    break;
                case JsonTokenType.String when !(vocabulary && Plain.IsIdentifier(cursor.Raw)):
                    AddExtra(ref cursor, PieceKind.Text);
                    break;
                case JsonTokenType.Number when style == LeafStyle.Data:
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

    /// <summary>Adds the current token to the stream's one text of odds and ends.</summary>
    public void AddExtra(ref JsonCursor cursor, PieceKind kind)
    {
        if (cursor.Raw.Length > 0)
        {
            AddExtra(Decode(cursor.Raw), kind, PartRule.Text, cursor.RawStart, cursor.Raw.Length);
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
            case PayloadKind.Plain:
                AddExtra(ref cursor, PieceKind.Text);
                break;
            case PayloadKind.Text when text.Count > 0:
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

    /// <summary>The tool call with this number in its choice or block, begun when it is new.</summary>
    public StreamCall Call(int owner, int index, string path, bool runsUpstream = false)
    {
        foreach (var call in _calls)
        {
            if (call.Owner == owner && call.Index == index)
            {
                return call;
            }
        }

        return Begin(owner, index, path, runsUpstream);
    }

    /// <summary>Begins a tool call that no later event adds to.</summary>
    public StreamCall NewCall(int owner, string path, bool runsUpstream) => Begin(owner, _calls.Count, path, runsUpstream);

    /// <summary>This event belongs to a call and waits for it.</summary>
    public void AddToCall(StreamCall call) => _parts.Add(new StreamPart(PartRule.Fragment, null, call, 0, 0, PieceKind.Text, -1, 0));

    /// <summary>Adds a piece of a call's arguments.</summary>
    public void AddFragment(ref JsonCursor cursor, StreamCall call)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            AddLeaves(ref cursor, LeafStyle.Data);
            return;
        }

        var first = call.Append(Decode(cursor.Raw));
        _parts.Add(new StreamPart(
            first ? PartRule.FirstFragment : PartRule.Fragment, null, call, 0, 0, PieceKind.Text, cursor.RawStart, cursor.Raw.Length));
    }

    /// <summary>Adds a call's arguments that are one JSON value, and come whole.</summary>
    public void AddArguments(ref JsonCursor cursor, StreamCall call)
    {
        var start = cursor.TokenStart;
        cursor.Skip();
        var raw = cursor.Slice(start, cursor.TokenEnd);
        _scratch.Truncate(0);
        var text = _scratch.Reserve(raw.Length + 1);
        call.Append(text[..System.Text.Encoding.UTF8.GetChars(raw, text)]);
        _parts.Add(new StreamPart(PartRule.WholeArguments, null, call, 0, 0, PieceKind.Text, start, raw.Length));
    }

    /// <summary>This event ends the calls of a choice or block; they are decided once it is read.</summary>
    public void EndOfCalls(int owner) => _ended.Add(owner);

    private StreamCall Begin(int owner, int index, string path, bool runsUpstream)
    {
        if (_calls.Count >= DialectLimits.Channels)
        {
            throw JsonRefusal.Budget($"The stream has more than {DialectLimits.Channels} tool calls.");
        }

        var call = new StreamCall(owner, index, path, runsUpstream);
        _calls.Add(call);
        return call;
    }

    private void DecideCalls(int owner)
    {
        foreach (var call in _calls)
        {
            if (call.Owner == owner && !call.Decided && Cut is null)
            {
                Decide(call);
            }
        }
    }

    /// <summary>A choice or block ended: its texts are whole.</summary>
    public void Complete(int index)
    {
        foreach (var channel in _channels)
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
        foreach (var channel in _channels)
        {
            channel.Complete();
        }

        AskAll();
    }

    /// <summary>Asks the gate about every newly settled finding.</summary>
    public void AskAll()
    {
        foreach (var channel in _channels)
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
    }

    private void AddExtra(ReadOnlySpan<char> text, PieceKind kind, PartRule rule, int rawStart, int rawLength)
    {
        var channel = _extras ??= Open(-1, "other", SegmentRole.Assistant, Provenance.Untrusted, "other");
        var start = channel.Length;
        channel.Append(text, ref _recordLeft);
        channel.Append(kind == PieceKind.Key ? ": " : "\n", ref _recordLeft);
        _parts.Add(new StreamPart(rule, channel, null, start, text.Length, kind, rawStart, rawLength));
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> raw)
    {
        _scratch.Truncate(0);
        var text = _scratch.Reserve(raw.Length + 1);
        return text[..JsonText.Decode(raw, text, keepLoneSurrogates: true)];
    }

    private void Decide(StreamCall call)
    {
        using var inspection = new CallInspection(call.Arguments);
        var segment = -1;
        string? rewritten = null;
        if (!inspection.Text.IsEmpty)
        {
            segment = Report.SegmentList.Count;
            var record = new StreamedSegment { Index = segment, Role = SegmentRole.ToolCall, Provenance = Provenance.Model, Path = call.Path };
            Report.SegmentList.Add(record);
            record.Length = inspection.Text.Length;
            record.Text = inspection.Text.ToArray();
            var channel = guard.Open(SegmentRole.ToolCall, Provenance.Model, segment);
            channel.Append(inspection.Text.Span);
            channel.Complete();
            var masked = new List<Finding>();
            if (!Passes(channel, masked))
            {
                return;
            }

            rewritten = masked.Count > 0 ? inspection.Redact(masked, mask) : null;
            Report.Verdict = rewritten is null || Report.Verdict == Verdict.Block ? Report.Verdict : Verdict.Redact;
        }

        var proposal = call.ToProposal(segment);
        Report.ToolCallList.Add(proposal);
        var verdict = gate.OnToolCall(proposal);
        if (verdict.Action == StreamAction.Cut)
        {
            Cut ??= verdict;
            return;
        }

        call.Decide(rewritten);
    }

    private bool Passes(IChannelInspection channel, List<Finding> masked)
    {
        foreach (var finding in channel.Findings)
        {
            Report.FindingList.Add(finding);
            var verdict = gate.OnFinding(finding);
            if (verdict.Action == StreamAction.Cut)
            {
                Cut ??= verdict;
                return false;
            }

            if (verdict.Action == StreamAction.Mask)
            {
                masked.Add(finding);
            }
        }

        foreach (var failure in channel.Failures)
        {
            var verdict = gate.OnGuardFailure(failure.Inspector, failure.Reason);
            if (verdict.Action == StreamAction.Cut)
            {
                Cut ??= verdict;
                return false;
            }
        }

        return true;
    }
}
