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
internal sealed partial class StreamTexts(IStreamGuard guard, IStreamGate gate, IMask mask) : ILeafSink, IDisposable
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
}
