using System.Text;
using System.Text.Json.Nodes;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Amazon Bedrock's Converse and ConverseStream: which of them, the path says.</summary>
internal sealed class BedrockConverse(bool stream) : IWireFormat
{
    public (string Header, string Prefix) Credential => ("Authorization", "Bearer ");

    public bool? Streams => stream;

    public string StreamType => "application/vnd.amazon.eventstream";

    public byte[] Frame(int number, string? name, string data) => AmazonEvent.Write(name!, data);

    public JsonObject Whole(Prompt prompt, Answer answer)
    {
        var content = new JsonArray();
        if (answer.Text.Length > 0)
        {
            content.Add(new JsonObject { ["text"] = answer.Text });
        }

        for (var i = 0; i < answer.Tools.Count; i++)
        {
            var use = ToolUse(answer.Tools[i], i);
            use["input"] = JsonNode.Parse(answer.Tools[i].Arguments);
            content.Add(new JsonObject { ["toolUse"] = use });
        }

        return new JsonObject
        {
            ["output"] = new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content } },
            ["stopReason"] = Reason(answer),
            ["usage"] = Usage(prompt, answer),
            ["metrics"] = new JsonObject { ["latencyMs"] = 1 },
        };
    }

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer)
    {
        yield return ("messageStart", """{"role":"assistant"}""");
        var index = 0;
        foreach (var piece in answer.Pieces())
        {
            yield return Delta(index, new JsonObject { ["text"] = piece });
        }

        if (answer.Text.Length > 0)
        {
            yield return Stop(index++);
        }

        for (var i = 0; i < answer.Tools.Count; i++)
        {
            yield return ("contentBlockStart", new JsonObject { ["contentBlockIndex"] = index, ["start"] = new JsonObject { ["toolUse"] = ToolUse(answer.Tools[i], i) } }.ToJsonString());
            foreach (var part in answer.Tools[i].Arguments.Chunk(12))
            {
                yield return Delta(index, new JsonObject { ["toolUse"] = new JsonObject { ["input"] = new string(part) } });
            }

            yield return Stop(index++);
        }

        yield return ("messageStop", new JsonObject { ["stopReason"] = Reason(answer) }.ToJsonString());
        yield return ("metadata", new JsonObject { ["usage"] = Usage(prompt, answer), ["metrics"] = new JsonObject { ["latencyMs"] = 1 } }.ToJsonString());
    }

    public JsonObject Error(int status, string message) => new() { ["message"] = message };

    private static JsonObject ToolUse(ToolUse tool, int i) => new() { ["toolUseId"] = $"tooluse_demo_{i + 1}", ["name"] = tool.Name };

    private static (string? Name, string Data) Delta(int index, JsonObject delta) =>
        ("contentBlockDelta", new JsonObject { ["contentBlockIndex"] = index, ["delta"] = delta, ["p"] = "abcdefgh" }.ToJsonString());

    private static (string? Name, string Data) Stop(int index) => ("contentBlockStop", new JsonObject { ["contentBlockIndex"] = index }.ToJsonString());

    private static string Reason(Answer answer) => answer.Tools.Count > 0 ? "tool_use" : "end_turn";

    private static JsonObject Usage(Prompt prompt, Answer answer)
    {
        var (input, output) = TokenCount.Of(prompt, answer);
        return new JsonObject { ["inputTokens"] = input, ["outputTokens"] = output, ["totalTokens"] = input + output };
    }
}

/// <summary>Amazon Bedrock's InvokeModel, streamed or not, of a model of Anthropic's: its own events in base64, each in a chunk.</summary>
internal sealed class BedrockInvoke(bool stream) : IWireFormat
{
    private readonly AnthropicMessages _inner = new();

    public (string Header, string Prefix) Credential => ("Authorization", "Bearer ");

    public bool? Streams => stream;

    public string StreamType => "application/vnd.amazon.eventstream";

    public byte[] Frame(int number, string? name, string data) =>
        AmazonEvent.Write("chunk", $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}}","p":"abcdefgh"}""");

    public JsonObject Whole(Prompt prompt, Answer answer) => _inner.Whole(prompt, answer);

    public IEnumerable<(string? Name, string Data)> Events(Prompt prompt, Answer answer) => _inner.Events(prompt, answer);

    public JsonObject Error(int status, string message) => new() { ["message"] = message };
}
