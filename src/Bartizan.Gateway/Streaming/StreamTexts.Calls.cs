using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <content>The stream's tool calls.</content>
internal sealed partial class StreamTexts
{
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

    /// <summary>Adds a call's arguments said again, whole: they must be what its pieces said.</summary>
    public void AddWholeArguments(ref JsonCursor cursor, StreamCall call)
    {
        var text = Decode(cursor.Raw);
        if (text.IsEmpty)
        {
            return;
        }

        if (!call.HasFragments)
        {
            call.Append(text);
        }
        else if (!text.SequenceEqual(call.Arguments))
        {
            throw JsonRefusal.Field("A tool call's arguments are said twice, differently.");
        }

        _parts.Add(new StreamPart(PartRule.FirstFragment, null, call, 0, 0, PieceKind.Text, cursor.RawStart, cursor.Raw.Length));
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

    private void Decide(StreamCall call)
    {
        using var inspection = new CallInspection(call.Arguments);
        var segment = call.GivenSegment;
        var masked = new List<Finding>();
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
            if (!Passes(channel, masked))
            {
                return;
            }
        }

        var proposal = call.ToProposal(segment);
        Report.ToolCallList.Add(proposal);
        var (verdict, more) = gate.OnToolCall(proposal);
        if (verdict.Action == StreamAction.Cut)
        {
            Cut ??= verdict;
            return;
        }

        if (!inspection.Text.IsEmpty)
        {
            masked.AddRange(more.Where(f => !masked.Contains(f)));
        }
        else if (more.Count > 0)
        {
            _channels.Find(c => c.Segment.Index == segment)?.MaskAlso(more, mask);
            Report.Verdict = Report.Verdict == Verdict.Block ? Verdict.Block : Verdict.Redact;
        }

        var rewritten = masked.Count > 0 ? inspection.Redact(masked, mask) : null;
        Report.Verdict = rewritten is null || Report.Verdict == Verdict.Block ? Report.Verdict : Verdict.Redact;
        call.Decide(rewritten);
    }

    private bool Passes(IChannelInspection channel, List<Finding> masked)
    {
        foreach (var finding in channel.Findings)
        {
            Report.FindingList.Add(finding);
            var verdict = gate.OnFinding(finding, SegmentRole.ToolCall);
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
