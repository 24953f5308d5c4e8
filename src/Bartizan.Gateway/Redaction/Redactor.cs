using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Redaction;

/// <summary>Masks spans of a message by splicing its bytes: what is not masked stays byte for byte, and the whole stays valid JSON.</summary>
internal static class Redactor
{
    /// <summary>The redacted body; the original bytes when nothing is masked.</summary>
    public static byte[] Redact(IReading reading, IReadOnlyList<Finding> findings, IMask mask)
    {
        if (reading is not Reading { Failure: null } read)
        {
            throw new ArgumentException("Only a message that was read can be redacted.", nameof(reading));
        }

        var body = read.Body.Span;
        var spans = MaskSpan.Merge(findings, read.Segments, mask);
        var edits = new List<Edit>(spans.Count);
        var writer = new CutWriter(body, read.Store.Arena);
        writer.WriteAll(PieceCut.Of(spans, read.Store), edits);
        AddDependents(body, read.Store.Dependents, spans, edits);
        return Edit.Apply(body, edits);
    }

    private static void AddDependents(ReadOnlySpan<byte> body, ReadOnlySpan<Dependent> dependents, List<MaskSpan> spans, List<Edit> edits)
    {
        foreach (var dependent in dependents)
        {
            var span = spans.Find(s => s.Segment >= dependent.FirstSegment && s.Segment < dependent.EndSegment);
            if (span.Mask.Text is null)
            {
                continue;
            }

            var replacement = default(PooledList<byte>);
            switch (dependent.Kind)
            {
                case DependentKind.Null:
                    replacement.AddRange(body[dependent.RawStart] == '[' ? "[]"u8 : "null"u8);
                    break;
                case DependentKind.EmptyString:
                    replacement.AddRange("\"\""u8);
                    break;
                case DependentKind.TextBlock or DependentKind.TextMember:
                    replacement.AddRange(dependent.Kind == DependentKind.TextBlock ? "{\"type\":\"text\",\"text\":\""u8 : "{\"text\":\""u8);
                    JsonText.Escape(span.Mask.Text, ref replacement);
                    replacement.AddRange("\"}"u8);
                    break;
            }

            edits.Add(new Edit(dependent.RawStart, dependent.RawEnd, replacement.Items.ToArray()));
            replacement.Dispose();
        }
    }
}
