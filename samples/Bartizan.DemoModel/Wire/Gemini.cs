using System.Text;
using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Google's Gemini: whether it streams, and in which shape, the path and the query say.</summary>
internal sealed class Gemini(string model, bool stream, bool asArray) : IWireFormat
{
    public (string Header, string Prefix) Credential => ("x-goog-api-key", "");

    public bool? Streams => stream;

    public string StreamType => asArray ? "application/json; charset=utf-8" : "text/event-stream; charset=utf-8";

    public string StreamEnd => asArray ? "]" : "";

    public byte[] Frame(int number, string? name, string data) => Encoding.UTF8.GetBytes(asArray ? (number == 0 ? "[" : ",\n") + data : $"data: {data}\n\n");

    public JsonObject Whole(Prompt prompt, Answer answer)
    {
        var parts = new JsonArray();
        if (answer.Text.Length > 0)
        {
            parts.Add(new JsonObject { ["text"] = answer.Text });
        }

        foreach (var tool in answer.Tools)
        {
            parts.Add(Call(tool));
        }

        return Response(parts, Usage(prompt, answer));
    }

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer)
    {
        foreach (var piece in answer.Pieces())
        {
            yield return (null, Response([new JsonObject { ["text"] = piece }], null).ToJsonString());
        }

        foreach (var tool in answer.Tools)
        {
            yield return (null, Response([Call(tool)], null).ToJsonString());
        }

        yield return (null, Response([new JsonObject { ["text"] = "" }], Usage(prompt, answer)).ToJsonString());
    }

    public JsonObject Error(int status, string message) => new()
    {
        ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = status == 401 ? "UNAUTHENTICATED" : "INVALID_ARGUMENT" },
    };

    private JsonObject Response(JsonArray parts, JsonObject? usage)
    {
        var candidate = new JsonObject { ["index"] = 0, ["content"] = new JsonObject { ["role"] = "model", ["parts"] = parts } };
        var response = new JsonObject { ["candidates"] = new JsonArray(candidate), ["modelVersion"] = model, ["responseId"] = "demo" };
        if (usage is not null)
        {
            candidate["finishReason"] = "STOP";
            response["usageMetadata"] = usage;
        }

        return response;
    }

    private static JsonObject Call(ToolUse tool) => new()
    {
        ["functionCall"] = new JsonObject { ["name"] = tool.Name, ["args"] = JsonNode.Parse(tool.Arguments) },
    };

    private static JsonObject Usage(Prompt prompt, Answer answer)
    {
        var (input, output) = TokenCount.Of(prompt, answer);
        return new JsonObject { ["promptTokenCount"] = input, ["candidatesTokenCount"] = output, ["totalTokenCount"] = input + output };
    }
}
