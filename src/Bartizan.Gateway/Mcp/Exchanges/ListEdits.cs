using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>Takes items out of a JSON array by splicing, commas included.</summary>
internal static class ListEdits
{
    /// <summary>Adds the edits that leave only the items that <paramref name="keeps"/> says.</summary>
    public static void Remove(IReadOnlyList<Extent> items, Func<int, bool> keeps, List<Edit> edits)
    {
        var lastKept = -1;
        for (var i = 0; i < items.Count; i++)
        {
            if (keeps(i))
            {
                lastKept = i;
                continue;
            }

            var end = i;
            while (end + 1 < items.Count && !keeps(end + 1))
            {
                end++;
            }

            var from = lastKept >= 0 ? items[lastKept].End : items[i].Start;
            var to = lastKept < 0 && end + 1 < items.Count ? items[end + 1].Start : items[end].End;
            edits.Add(new Edit(from, to, []));
            i = end;
        }
    }
}
