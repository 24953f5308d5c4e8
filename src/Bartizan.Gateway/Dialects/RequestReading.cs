namespace Bartizan.Gateway.Dialects;

/// <summary>What a dialect found in a request.</summary>
public class RequestReading : Reading
{
    internal RequestReading(ReadOnlyMemory<byte> body)
        : base(body)
    {
    }

    /// <summary>The model asked for; empty when the reading failed.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>Whether the client asked for a stream.</summary>
    public bool Stream { get; internal set; }

    /// <summary>
    /// Whether the request refers to text that its sender does not send, because the upstream keeps it (an earlier response, a conversation, a stored
    /// item or prompt). The gateway cannot inspect that text here; policy may refuse such a request.
    /// </summary>
    public bool HidesContext { get; internal set; }

    /// <summary>Names of the tools offered to the model, in order.</summary>
    public IReadOnlyList<string> Tools { get; internal set; } = [];
}
