namespace Bartizan.Gateway.Dialects;

/// <summary>What a dialect found in a request.</summary>
public sealed class RequestReading : Reading
{
    internal RequestReading(ReadOnlyMemory<byte> body)
        : base(body)
    {
    }

    /// <summary>The model asked for; empty when the reading failed.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>Whether the client asked for a stream.</summary>
    public bool Stream { get; internal set; }

    /// <summary>Names of the tools offered to the model, in order.</summary>
    public IReadOnlyList<string> Tools { get; internal set; } = [];

    /// <summary>Whether the request refers to context stored upstream that the gateway does not see.</summary>
    public bool HidesContext { get; internal set; }
}
