using Bartizan.Detect.Values;

namespace Bartizan.Detect.Events;

/// <summary>Finds the time of an event in the fields where it may stand.</summary>
internal sealed class EventTime(FieldTrie trie, IReadOnlyList<string> fields)
{
    private readonly int[] _fields = [.. fields.Select(trie.Add)];

    /// <summary>Milliseconds since 1970 in UTC, or null when no field holds a time.</summary>
    public long? Of(EventTable table)
    {
        foreach (var field in _fields)
        {
            for (var i = table.First(field); i >= 0; i = table[i].Next)
            {
                if (table[i].Kind is ValueKind.Text or ValueKind.Scalar && EventClock.Milliseconds(table.Text(i)) is { } time)
                {
                    return time;
                }
            }
        }

        return null;
    }
}
