using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>JSON that stands inside a JSON string, as tool arguments do.</summary>
internal static class NestedArguments
{
    /// <summary>
    /// Adds the leaves of the JSON in the string content <paramref name="raw"/> to the open segment. False, and nothing added, when it is not JSON
    /// that every reader would understand alike.
    /// </summary>
    public static bool TryCollect(ReadOnlySpan<byte> raw, int rawStart, SegmentStore store)
    {
        var inner = default(PooledList<byte>);
        using var keys = new KeyLedger();
        store.EnterNested(rawStart, raw.Length);
        try
        {
            inner.Advance(JsonText.Unescape(raw, inner.Reserve(raw.Length)));
            var cursor = new JsonCursor(inner.Items, keys);
            Leaves.Collect(ref cursor, store, LeafStyle.Data);
            cursor.End();
            return true;
        }
        catch (Exception e) when (e is JsonException || e is JsonRefusal { Failure.Code: not ReadFailure.TooLarge })
        {
            store.Restart();
            return false;
        }
        finally
        {
            store.LeaveNested();
            inner.Dispose();
        }
    }
}
