using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>OpenAI Responses, as OpenAI or as Azure serves it.</summary>
internal sealed class OpenAiResponses(bool azure = false) : IWireFormat
{
    private const long Created = 1_767_225_600; // 2026-01-01: a fixed time keeps answers identical.

    private readonly OpenAiChat _chat = new(azure);

    public (string Header, string Prefix) Credential => _chat.Credential;

    public JsonObject Whole(Prompt prompt, Answer answer) => Response(prompt, "completed", [.. Output(answer)], Usage(prompt, answer));

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer)
    {
        var number = 0;
        yield return Event("response.created", new JsonObject { ["response"] = Response(prompt, "in_progress", [], null) });
        yield return Event("response.in_progress", new JsonObject { ["response"] = Response(prompt, "in_progress", [], null) });
        var at = 0;
        if (answer.Text.Length > 0)
        {
            yield return Event("response.output_item.added", new JsonObject { ["output_index"] = at, ["item"] = Message("in_progress", null) });
            yield return Event("response.content_part.added", Place(at, new JsonObject { ["part"] = Part("") }));
            foreach (var piece in answer.Pieces())
            {
                yield return Event("response.output_text.delta", Place(at, new JsonObject { ["delta"] = piece, ["logprobs"] = new JsonArray() }));
            }

            yield return Event("response.output_text.done", Place(at, new JsonObject { ["text"] = answer.Text, ["logprobs"] = new JsonArray() }));
            yield return Event("response.content_part.done", Place(at, new JsonObject { ["part"] = Part(answer.Text) }));
            yield return Event("response.output_item.done", new JsonObject { ["output_index"] = at++, ["item"] = Message("completed", answer.Text) });
        }

        for (var i = 0; i < answer.Tools.Count; i++, at++)
        {
            var id = CallId(i);
            yield return Event("response.output_item.added", new JsonObject { ["output_index"] = at, ["item"] = Call(answer.Tools[i], i, "in_progress", "") });
            foreach (var part in answer.Tools[i].Arguments.Chunk(12))
            {
                yield return Event("response.function_call_arguments.delta", new JsonObject { ["item_id"] = id, ["output_index"] = at, ["delta"] = new string(part) });
            }

            yield return Event("response.function_call_arguments.done", new JsonObject
            {
                ["item_id"] = id,
                ["output_index"] = at,
                ["name"] = answer.Tools[i].Name,
                ["arguments"] = answer.Tools[i].Arguments,
            });
            yield return Event("response.output_item.done", new JsonObject { ["output_index"] = at, ["item"] = Call(answer.Tools[i], i, "completed", answer.Tools[i].Arguments) });
        }

        yield return Event("response.completed", new JsonObject { ["response"] = Whole(prompt, answer) });

        (string? Name, string Data) Event(string type, JsonObject fields)
        {
            fields.Insert(0, "type", type);
            fields.Insert(1, "sequence_number", number++);
            return (type, fields.ToJsonString());
        }
    }

    public JsonObject Error(int status, string message) => _chat.Error(status, message);

    private static JsonObject Response(Prompt prompt, string status, JsonArray output, JsonObject? usage) => new()
    {
        ["id"] = "resp_demo",
        ["object"] = "response",
        ["created_at"] = Created,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["model"] = prompt.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = true,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["usage"] = usage,
        ["metadata"] = new JsonObject(),
    };

    private static IEnumerable<JsonNode> Output(Answer answer)
    {
        if (answer.Text.Length > 0)
        {
            yield return Message("completed", answer.Text);
        }

        for (var i = 0; i < answer.Tools.Count; i++)
        {
            yield return Call(answer.Tools[i], i, "completed", answer.Tools[i].Arguments);
        }
    }

    private static JsonObject Message(string status, string? text) => new()
    {
        ["id"] = "msg_demo",
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = text is null ? [] : new JsonArray(Part(text)),
    };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Place(int at, JsonObject fields)
    {
        fields.Insert(0, "item_id", "msg_demo");
        fields.Insert(1, "output_index", at);
        fields.Insert(2, "content_index", 0);
        return fields;
    }

    private static JsonObject Call(ToolUse tool, int i, string status, string arguments) => new()
    {
        ["id"] = CallId(i),
        ["type"] = "function_call",
        ["status"] = status,
        ["call_id"] = $"call_demo_{i + 1}",
        ["name"] = tool.Name,
        ["arguments"] = arguments,
    };

    private static string CallId(int i) => $"fc_demo_{i + 1}";

    private static JsonObject Usage(Prompt prompt, Answer answer)
    {
        var (input, output) = TokenCount.Of(prompt, answer);
        return new JsonObject
        {
            ["input_tokens"] = input,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["output_tokens"] = output,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            ["total_tokens"] = input + output,
        };
    }
}
