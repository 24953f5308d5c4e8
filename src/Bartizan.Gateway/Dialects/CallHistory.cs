using System.Text;

namespace Bartizan.Gateway.Dialects;

/// <summary>Which tool returned what, in a request that tells of calls already made: calls are named by their ids, and results refer to these.</summary>
internal sealed class CallHistory
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (string Id, string Tool)> _answers = [];

    /// <summary>A call to <paramref name="tool"/> was made. An id that two tools share tells nothing of either.</summary>
    public void Called(string id, string tool)
    {
        if (!_names.TryAdd(id, tool) && _names[id] != tool)
        {
            _names[id] = "";
        }
    }

    /// <summary>Segments from <paramref name="first"/> to before <paramref name="end"/> are what the call <paramref name="id"/> returned.</summary>
    public void Answered(int first, int end, ReadOnlySpan<byte> id) => Place(first, end, Encoding.UTF8.GetString(id), "");

    /// <summary>The same, where the result itself names the tool.</summary>
    public void AnsweredBy(int first, int end, ReadOnlySpan<byte> tool) => Place(first, end, "", Encoding.UTF8.GetString(tool));

    /// <summary>The tool that returned a segment; null when it is not known, or none did.</summary>
    public string? ToolOf(int segment)
    {
        if (!_answers.TryGetValue(segment, out var answer))
        {
            return null;
        }

        var name = answer.Tool.Length > 0 ? answer.Tool : _names.GetValueOrDefault(answer.Id, "");
        return name.Length > 0 ? name : null;
    }

    // Of results inside results the inner one comes first, and counts.
    private void Place(int first, int end, string id, string tool)
    {
        for (var segment = first; segment < end; segment++)
        {
            _answers.TryAdd(segment, (id, tool));
        }
    }
}
