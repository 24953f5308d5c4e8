using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads reasoning: text with a signature, or content that only the vendor can read.</summary>
internal static class ConverseReasoning
{
    /// <summary>Reads the members of a <c>reasoningContent</c>, or of the <c>reasoningText</c> in it.</summary>
    public static void Read(ref JsonCursor cursor, ConverseContext context, string path, Speaker speaker)
    {
        var (store, first) = (context.Store, context.Store.Count);
        var signature = (Start: -1, End: -1);
        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor, path);
            if (cursor.Is("text"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, SegmentRole.Reasoning, speaker.Provenance, place);
            }
            else if (cursor.Is("signature"u8) || cursor.Is("redactedContent"u8))
            {
                var signs = cursor.Is("signature"u8);
                cursor.Read();
                signature = signs ? (cursor.TokenStart, -1) : signature;
                Leaves.Payload(ref cursor, store, SegmentRole.Reasoning, Provenance.Untrusted, place);
                signature.End = signs ? cursor.TokenEnd : signature.End;
            }
            else if (cursor.Is("reasoningText"u8))
            {
                cursor.Read();
                if (cursor.Token == JsonTokenType.StartObject)
                {
                    Read(ref cursor, context, place, speaker);
                }
                else
                {
                    Leaves.Composite(ref cursor, store, SegmentRole.Reasoning, speaker.Provenance, place);
                }
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.Reasoning);
            }
        }

        if (signature.Start >= 0)
        {
            store.Depend(DependentKind.EmptyString, signature.Start, signature.End, first, store.Count);
        }
    }
}
