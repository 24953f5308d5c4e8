using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Says an answer in one provider's wire format.</summary>
internal interface IWireFormat
{
    /// <summary>The header that carries the key, and what stands before the key in it.</summary>
    (string Header, string Prefix) Credential { get; }

    /// <summary>Whether to stream, where the path says it and not the body; else null.</summary>
    bool? Streams => null;

    /// <summary>Whether a stream is one JSON array that grows, and not server-sent events.</summary>
    bool AsArray => false;

    /// <summary>A complete answer.</summary>
    JsonObject Whole(Prompt prompt, Answer answer);

    /// <summary>The events of a streamed answer: name (or null) and data.</summary>
    IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer);

    /// <summary>An error body.</summary>
    JsonObject Error(int status, string message);
}
