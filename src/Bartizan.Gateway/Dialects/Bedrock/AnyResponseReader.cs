using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads a response in a format without a reader of its own: every string is the model's, and whatever looks like a call counts as one.</summary>
internal static class AnyResponseReader
{
    /// <summary>Walks the whole response.</summary>
    public static void Read(ref JsonCursor cursor, ResponseReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var calls = new List<ProposedToolCall>();
        while (cursor.NextKey())
        {
            var (first, member) = (reading.Store.Count, cursor.Text());
            var value = cursor;
            value.ReadAhead();
            Leaves.Field(ref cursor, reading.Store, null, SegmentRole.Assistant, Provenance.Model);
            AnyCalls.Find(cursor.Slice(value.TokenStart, cursor.TokenEnd), member, reading.Store.Count > first ? first : -1, calls);
        }

        reading.ToolCalls = calls;
    }
}
