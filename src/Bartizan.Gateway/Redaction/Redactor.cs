using System.Runtime.InteropServices;
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
        var cuts = CollectionsMarshal.AsSpan(PieceCut.Of(spans, read.Store));
        var edits = new List<Edit>(cuts.Length);
        var writer = new CutWriter(body, read.Store.Arena);
        while (!cuts.IsEmpty)
        {
            var count = SameToken(cuts);
            writer.Write(cuts[..count], edits);
            cuts = cuts[count..];
        }

        AddDependents(read.Store.Dependents, spans, edits);
        return Edit.Apply(body, edits);
    }

    // Cuts of one token are written together; so are cuts of all tokens inside one nested document.
    private static int SameToken(ReadOnlySpan<PieceCut> cuts)
    {
        var count = 1;
        while (count < cuts.Length && cuts[count].Piece.RawStart == cuts[0].Piece.RawStart)
        {
            count++;
        }

        return count;
    }

    private static void AddDependents(ReadOnlySpan<Dependent> dependents, List<MaskSpan> spans, List<Edit> edits)
    {
        foreach (var dependent in dependents)
        {
            var span = spans.Find(s => s.Segment >= dependent.FirstSegment && s.Segment < dependent.EndSegment);
            if (span.Text is null)
            {
                continue;
            }

            var replacement = default(PooledList<byte>);
            switch (dependent.Kind)
            {
                case DependentKind.Null:
                    replacement.AddRange("null"u8);
                    break;
                case DependentKind.EmptyString:
                    replacement.AddRange("\"\""u8);
                    break;
                case DependentKind.TextBlock:
                    replacement.AddRange("{\"type\":\"text\",\"text\":\""u8);
                    JsonText.Escape(span.Text, ref replacement);
                    replacement.AddRange("\"}"u8);
                    break;
            }

            edits.Add(new Edit(dependent.RawStart, dependent.RawEnd, replacement.Items.ToArray()));
            replacement.Dispose();
        }
    }
}
