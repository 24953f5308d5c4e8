using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Anthropic Messages.</summary>
internal sealed class AnthropicMessages : IWireFormat
{
    public (string Header, string Prefix) Credential => ("x-api-key", "");

    public JsonObject Whole(Prompt prompt, Answer answer)
    {
        var content = new JsonArray();
        if (answer.Text.Length > 0)
        {
            content.Add(new JsonObject { ["type"] = "text", ["text"] = answer.Text });
        }

        for (var i = 0; i < answer.Tools.Count; i++)
        {
            content.Add(ToolUse(answer.Tools[i], i, JsonNode.Parse(answer.Tools[i].Arguments)));
        }

        return Message(prompt, answer, content, Reason(answer));
    }

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer)
    {
        yield return Event("message_start", new JsonObject { ["message"] = Message(prompt, answer with { Text = "", Tools = [] }, [], null) });
        var index = 0;
        if (answer.Text.Length > 0)
        {
            yield return Start(index, new JsonObject { ["type"] = "text", ["text"] = "" });
            foreach (var piece in answer.Pieces())
            {
                yield return Delta(index, new JsonObject { ["type"] = "text_delta", ["text"] = piece });
            }

            yield return Event("content_block_stop", new JsonObject { ["index"] = index++ });
        }

        for (var i = 0; i < answer.Tools.Count; i++)
        {
            yield return Start(index, ToolUse(answer.Tools[i], i, new JsonObject()));
            foreach (var part in answer.Tools[i].Arguments.Chunk(12))
            {
                yield return Delta(index, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = new string(part) });
            }

            yield return Event("content_block_stop", new JsonObject { ["index"] = index++ });
        }

        var (_, output) = TokenCount.Of(prompt, answer);
        yield return Event("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = Reason(answer), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = output },
        });
        yield return Event("message_stop", []);
    }

    public JsonObject Error(int status, string message) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = status == 401 ? "authentication_error" : "api_error", ["message"] = message },
        ["request_id"] = "req_demo",
    };

    private static JsonObject Message(Prompt prompt, Answer answer, JsonArray content, string? reason)
    {
        var (input, output) = TokenCount.Of(prompt, answer);
        return new JsonObject
        {
            ["id"] = "msg_demo",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = prompt.Model,
            ["content"] = content,
            ["stop_reason"] = reason,
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject { ["input_tokens"] = input, ["output_tokens"] = output },
        };
    }

    private static JsonObject ToolUse(ToolUse tool, int i, JsonNode? input) =>
        new() { ["type"] = "tool_use", ["id"] = $"toolu_demo_{i + 1}", ["name"] = tool.Name, ["input"] = input };

    private static (string? Name, string Data) Start(int index, JsonObject block) =>
        Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = block });

    private static (string? Name, string Data) Delta(int index, JsonObject delta) =>
        Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });

    private static (string? Name, string Data) Event(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return (type, data.ToJsonString());
    }

    private static string Reason(Answer answer) => answer.Tools.Count > 0 ? "tool_use" : "end_turn";
}
