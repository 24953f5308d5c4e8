using System.Text;
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

    /// <summary>Media type of a stream.</summary>
    string StreamType => "text/event-stream; charset=utf-8";

    /// <summary>What ends a stream.</summary>
    string StreamEnd => "";

    /// <summary>An event as it is sent.</summary>
    /// <param name="number">How many came before it.</param>
    /// <param name="name">Its name, or null.</param>
    /// <param name="data">Its data.</param>
    byte[] Frame(int number, string? name, string data) => Encoding.UTF8.GetBytes(name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n");

    /// <summary>A complete answer.</summary>
    JsonObject Whole(Prompt prompt, Answer answer);

    /// <summary>The events of a streamed answer: name (or null) and data.</summary>
    IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer);

    /// <summary>An error body.</summary>
    JsonObject Error(int status, string message);
}
