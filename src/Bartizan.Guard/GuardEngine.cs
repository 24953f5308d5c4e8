using Bartizan.Core.Exchanges;
using Bartizan.Guard.Abuse;
using Bartizan.Guard.Arguments;
using Bartizan.Guard.Jailbreaks;
using Bartizan.Guard.Leaks;
using Bartizan.Guard.Normalization;
using Bartizan.Guard.Remembering;
using Bartizan.Guard.Spans;
using Bartizan.Guard.Streaming;
using Bartizan.Guard.Topics;

namespace Bartizan.Guard;

/// <summary>
/// Runs every inspector over every segment, each in isolation: an exception or a spent budget is a failure that is reported, never a crash
/// and never silence. Immutable and thread-safe.
/// </summary>
public sealed class GuardEngine
{
    private readonly IInspector[] _inspectors;
    private readonly SpanInspector? _spans;
    private readonly IScoringInspector? _scoring;
    private readonly IAcrossInspector[] _across;
    private readonly TermIndex? _topics;
    private readonly GuardOptions _options;
    private readonly TimeProvider _time;
    private readonly VerdictMemory _memory = new();

    /// <summary>Creates an engine from inspectors, run in the order given.</summary>
    public GuardEngine(IEnumerable<IInspector> inspectors, GuardOptions options, TimeProvider? time = null)
    {
        _inspectors = [.. inspectors];
        _spans = _inspectors.OfType<SpanInspector>().FirstOrDefault();
        _scoring = _inspectors.OfType<IScoringInspector>().FirstOrDefault();
        _across = [.. _inspectors.OfType<IAcrossInspector>()];
        _topics = options.Topics.Count == 0 ? null : new TermIndex(options.Topics);
        _options = options;
        _time = time ?? TimeProvider.System;
    }

    private GuardEngine(GuardEngine engine, IInspector extra)
    {
        _inspectors = [.. engine._inspectors, extra];
        _across = [.. _inspectors.OfType<IAcrossInspector>()];
        (_spans, _scoring, _topics, _options, _time) = (engine._spans, engine._scoring, engine._topics, engine._options, engine._time);
    }

    /// <summary>The built-in inspectors, and <paramref name="extra"/> (such as the injection classifier) after them.</summary>
    public static GuardEngine CreateDefault(GuardOptions? options = null, params IEnumerable<IInspector> extra)
    {
        options ??= new GuardOptions();
        return new GuardEngine([new SpanInspector(options), new ToolArgumentInspector(), new AmplificationInspector(), new JailbreakInspector(), .. extra], options);
    }

    /// <summary>The same engine with one more inspector, after the others, and with a memory of its own.</summary>
    public GuardEngine With(IInspector inspector) => new(this, inspector);

    /// <summary>The model whose scores <see cref="InspectionResult.Scores"/> holds; null when nothing scores.</summary>
    public string? ScoringModel => _scoring?.Model;

    /// <summary>The same engine with another scoring inspector; everything else is shared.</summary>
    public GuardEngine WithScoring(IScoringInspector scoring) =>
        new(_inspectors.Select(i => ReferenceEquals(i, _scoring) ? scoring : i), _options, _time);

    /// <summary>Inspects the segments of one request, or of one complete response.</summary>
    /// <param name="segments">The texts.</param>
    /// <param name="prompt">Of a response, what it must not repeat.</param>
    /// <param name="digests">Of texts that come again: a text that was inspected before is not inspected again.</param>
    public InspectionResult Inspect(ReadOnlySpan<Segment> segments, GuardedPrompt? prompt = null, ITextDigests? digests = null)
    {
        List<Finding>? findings = null;
        List<InspectorFailure>? failures = null;
        List<SegmentScore>? scores = null;
        var started = _time.GetTimestamp();
        foreach (ref readonly var segment in segments)
        {
            if (segment.Text.Length > _options.MaxSegmentLength)
            {
                (failures ??= []).Add(new("budget", segment.Index, $"The text has {segment.Text.Length} characters; at most {_options.MaxSegmentLength} are inspected."));
                continue;
            }

            if (digests is null)
            {
                InspectOne(in segment, started, findings ??= [], ref scores, ref failures);
            }
            else
            {
                InspectOnce(in segment, digests, started, findings ??= [], ref scores, ref failures);
            }
        }

        InspectAcross(segments, ref findings, ref failures);
        if (prompt is not null || _topics is not null)
        {
            Scan(segments, prompt, findings ??= []);
        }

        if (findings is not { Count: > 0 } && failures is null)
        {
            return scores is null ? InspectionResult.Clean : InspectionResult.Clean with { Scores = scores };
        }

        return new InspectionResult(FindingOrder.Settle(findings ?? [], _options), failures ?? []) { Scores = scores ?? [] };
    }

    /// <summary>Whether some inspector judges such a text that cannot read along with a stream, so that the text must be whole before it passes.</summary>
    public bool NeedsWhole(SegmentRole role, Provenance provenance)
    {
        foreach (var inspector in _inspectors)
        {
            if (inspector is not SpanInspector && inspector.Judges(role, provenance))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Opens inspection of one text channel of a streamed response by the span inspectors, the same whatever the chunks. For texts that <see cref="NeedsWhole"/> does not name.</summary>
    public StreamInspection OpenStream(SegmentRole role, Provenance provenance, int segmentIndex) =>
        new(_spans, _options, segmentIndex);

    /// <summary>Opens what reads along with one text: for banned topics and, of a response, for what it must not repeat.</summary>
    public IEnumerable<ITextScan> OpenScans(GuardedPrompt? prompt, SegmentRole role, int segmentIndex)
    {
        if (prompt is not null && GuardedPrompt.IsSaid(role))
        {
            yield return prompt.Open(segmentIndex, _options);
        }

        if (_topics is not null && TermIndex.Reads(role))
        {
            yield return _topics.Open(segmentIndex, _options);
        }
    }

    private void Scan(ReadOnlySpan<Segment> segments, GuardedPrompt? prompt, List<Finding> findings)
    {
        foreach (ref readonly var segment in segments)
        {
            if (segment.Text.Length > _options.MaxSegmentLength)
            {
                continue;
            }

            foreach (var scan in OpenScans(prompt, segment.Role, segment.Index))
            {
                scan.Append(segment.Text.Span);
                scan.Complete();
                findings.AddRange(scan.Findings);
            }
        }
    }

    private void InspectAcross(ReadOnlySpan<Segment> segments, ref List<Finding>? findings, ref List<InspectorFailure>? failures)
    {
        foreach (var inspector in _across)
        {
            try
            {
                inspector.InspectAcross(segments, findings ??= []);
            }
            catch (Exception e)
            {
                (failures ??= []).Add(new(inspector.Name, 0, $"It threw {e.GetType().Name} between two texts."));
            }
        }
    }

    // What failed is not remembered: the next time may go better.
    private void InspectOnce(in Segment segment, ITextDigests digests, long started, List<Finding> findings, ref List<SegmentScore>? scores, ref List<InspectorFailure>? failures)
    {
        var key = new VerdictMemory.Key(digests.Scope, segment.Role, segment.Provenance, digests.Of(segment.Index));
        if (_memory.Find(key) is { } known)
        {
            foreach (var finding in known.Findings)
            {
                findings.Add(finding with { Segment = segment.Index });
            }

            if (known.Score is { } score)
            {
                (scores ??= []).Add(new(segment.Index, score));
            }

            return;
        }

        var (found, scored, failed) = (findings.Count, scores?.Count ?? 0, failures?.Count ?? 0);
        InspectOne(in segment, started, findings, ref scores, ref failures);
        if ((failures?.Count ?? 0) == failed)
        {
            _memory.Keep(key, new([.. findings.Skip(found)], scores?.Count > scored ? scores[^1].Score : null));
        }
    }

    private void InspectOne(in Segment segment, long started, List<Finding> findings, ref List<SegmentScore>? scores, ref List<InspectorFailure>? failures)
    {
        NormalizedText? text = null;
        foreach (var inspector in _inspectors)
        {
            if (_time.GetElapsedTime(started) > _options.TimeBudget)
            {
                (failures ??= []).Add(new("budget", segment.Index, $"The time budget was spent before {inspector.Name} ran."));
                return;
            }

            var before = findings.Count;
            try
            {
                text ??= TextNormalizer.Normalize(segment.Text);
                if (!ReferenceEquals(inspector, _scoring))
                {
                    inspector.Inspect(in segment, text, findings);
                }
                else if (_scoring.Score(in segment, text, findings) is { } score)
                {
                    (scores ??= []).Add(new(segment.Index, score));
                }
            }
            catch (Exception e)
            {
                findings.RemoveRange(before, findings.Count - before);
                (failures ??= []).Add(new(inspector.Name, segment.Index, $"It threw {e.GetType().Name}."));
            }
        }
    }
}
