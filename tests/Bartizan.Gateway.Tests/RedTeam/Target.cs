using System.Text;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>A dialect as the red team sees it: where it is asked, and one rich example of everything it says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where it is asked.</param>
/// <param name="Request">A request with as many kinds of fields as it has.</param>
/// <param name="Answer">An answer with as many.</param>
internal sealed record Target(string Name, string Path, string Request, string Answer)
{
    /// <summary>Where it is asked for a stream.</summary>
    public string StreamPath { get; init; } = Path;

    /// <summary>The request for a stream.</summary>
    public string StreamRequest { get; init; } = Request;

    /// <summary>The data of its events, in order, with their names where they have some.</summary>
    public IReadOnlyList<(string Name, string Data)> Events { get; init; } = [];

    /// <summary>Media type of its streams.</summary>
    public string StreamType { get; init; } = "text/event-stream";

    /// <summary>Turns an event into bytes.</summary>
    public Func<(string Name, string Data), byte[]> Frame { get; init; } = e => Encoding.UTF8.GetBytes((e.Name.Length > 0 ? $"event: {e.Name}\n" : "") + $"data: {e.Data}\n\n");

    /// <summary>A stream of these events.</summary>
    public byte[] Stream(IEnumerable<(string Name, string Data)> events) => [.. events.SelectMany(Frame)];

    /// <summary>A stream as text, binary ones opened.</summary>
    public string TextOf(byte[] stream) => StreamType.StartsWith("text/", StringComparison.Ordinal) || stream is [] or [(byte)'{', ..]
        ? Encoding.UTF8.GetString(stream)
        : Encoding.Latin1.GetString(stream) + string.Concat(AmazonEvents.Parse(Encoding.Latin1.GetString(stream)).Select(m => m.Data));
}
