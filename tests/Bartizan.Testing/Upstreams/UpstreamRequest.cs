namespace Bartizan.Testing.Upstreams;

/// <summary>A request as it arrived, byte for byte.</summary>
/// <param name="Line">Its first line, e.g. <c>POST /v1/chat/completions HTTP/1.1</c>.</param>
/// <param name="Headers">Header lines by name, without regard to case.</param>
/// <param name="Body">Its body.</param>
public sealed record UpstreamRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Everything there was, for looking whether something is anywhere in it.</summary>
    public string Everything => Line + "\n" + string.Join('\n', Headers.Select(h => $"{h.Key}: {h.Value}")) + "\n" + Body;
}
