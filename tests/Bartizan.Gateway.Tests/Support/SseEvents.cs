using System.Text;
using System.Text.Json.Nodes;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Reads an event stream the way a client does, by other code than ours.</summary>
internal static class SseEvents
{
    public static List<(string Name, string Data)> Parse(string stream)
    {
        var events = new List<(string, string)>();
        var (name, data) = ("", new List<string>());
        foreach (var line in stream.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n'))
        {
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    events.Add((name, string.Join('\n', data)));
                }

                (name, data) = ("", []);
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Add(line.AsSpan(5) is [' ', ..] ? line[6..] : line[5..]);
            }
            else if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                name = line[6..].Trim();
            }
        }

        return events;
    }

    /// <summary>All strings that <paramref name="select"/> finds in the elements of an array, joined.</summary>
    public static string JoinedArray(string array, Func<JsonNode, JsonNode?> select) =>
        string.Concat(JsonNode.Parse(array)!.AsArray().Select(element => (string?)select(element!)));

    /// <summary>All strings that <paramref name="select"/> finds in the events, joined.</summary>
    public static string Joined(string stream, Func<JsonNode, JsonNode?> select)
    {
        var text = new StringBuilder();
        foreach (var (_, data) in Parse(stream).Where(e => e.Data != "[DONE]"))
        {
            text.Append((string?)select(JsonNode.Parse(data)!));
        }

        return text.ToString();
    }
}
