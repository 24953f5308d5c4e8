using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>OpenAI Chat Completions, as OpenAI or as Azure serves it.</summary>
internal sealed class OpenAiChat(bool azure = false) : IWireFormat
{
    private const long Created = 1_767_225_600; // 2026-01-01: a fixed time keeps answers identical.

    public (string Header, string Prefix) Credential => azure ? ("api-key", "") : ("Authorization", "Bearer ");

    public JsonObject Whole(Prompt prompt, Answer answer)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text.Length > 0 ? answer.Text : null, ["refusal"] = null };
        if (answer.Tools.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. answer.Tools.Select((t, i) => ToolCall(t, i, t.Arguments))]);
        }

        var choice = new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = Reason(answer) };
        return new JsonObject
        {
            ["id"] = "chatcmpl-demo",
            ["object"] = "chat.completion",
            ["created"] = Created,
            ["model"] = prompt.Model,
            ["choices"] = new JsonArray(choice),
            ["usage"] = Usage(prompt, answer),
        };
    }

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer)
    {
        yield return (null, Chunk(prompt, new JsonObject { ["role"] = "assistant", ["content"] = "" }));
        foreach (var piece in answer.Pieces())
        {
            yield return (null, Chunk(prompt, new JsonObject { ["content"] = piece }));
        }

        for (var i = 0; i < answer.Tools.Count; i++)
        {
            yield return (null, Chunk(prompt, new JsonObject { ["tool_calls"] = new JsonArray(ToolCall(answer.Tools[i], i, "", i)) }));
            foreach (var part in answer.Tools[i].Arguments.Chunk(12))
            {
                var fragment = new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = new string(part) } };
                yield return (null, Chunk(prompt, new JsonObject { ["tool_calls"] = new JsonArray(fragment) }));
            }
        }

        yield return (null, Chunk(prompt, [], Reason(answer)));
        yield return (null, "[DONE]");
    }

    public JsonObject Error(int status, string message) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status == 401 ? "invalid_request_error" : "api_error",
            ["param"] = null,
            ["code"] = status == 401 ? "invalid_api_key" : null,
        },
    };

    private static string Chunk(Prompt prompt, JsonObject delta, string? reason = null) => new JsonObject
    {
        ["id"] = "chatcmpl-demo",
        ["object"] = "chat.completion.chunk",
        ["created"] = Created,
        ["model"] = prompt.Model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = reason }),
    }.ToJsonString();

    private static JsonObject ToolCall(ToolUse tool, int i, string arguments, int? index = null)
    {
        var call = new JsonObject
        {
            ["id"] = $"call_demo_{i + 1}",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments },
        };
        if (index is not null)
        {
            call.Insert(0, "index", index);
        }

        return call;
    }

    private static string Reason(Answer answer) => answer.Tools.Count > 0 ? "tool_calls" : "stop";

    private static JsonObject Usage(Prompt prompt, Answer answer)
    {
        var (input, output) = TokenCount.Of(prompt, answer);
        return new JsonObject { ["prompt_tokens"] = input, ["completion_tokens"] = output, ["total_tokens"] = input + output };
    }
}
