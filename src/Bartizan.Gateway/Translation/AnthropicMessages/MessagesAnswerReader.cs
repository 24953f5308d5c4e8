using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Reads a whole answer, or an error.</summary>
internal static class MessagesAnswerReader
{
    /// <summary>Reads a <c>message</c>.</summary>
    public static void Read(JsonElement body, AnswerSink answer, Losses losses)
    {
        answer.Begin(Expect.WordIn(body, "id"), Expect.WordIn(body, "model"));
        answer.Usage = body.TryGetProperty("usage", out var usage) ? MessagesWords.UsageOf(usage) : default;
        answer.Stop = MessagesWords.ReasonOf(Expect.WordIn(body, "stop_reason") ?? "");
        foreach (var (block, path) in Expect.Items(Expect.Member(body, "content", "the answer"), "content"))
        {
            switch (Expect.WordIn(block, "type"))
            {
                case "text":
                    answer.Text(Expect.Text(Expect.Member(block, "text", path), path));
                    if (block.TryGetProperty("citations", out var citations) && citations.ValueKind == JsonValueKind.Array)
                    {
                        losses.Drop("citations");
                    }

                    break;
                case "tool_use":
                    answer.Call(MessagesBlockReader.ReadCall(block, path));
                    break;
                case "thinking" or "redacted_thinking":
                    losses.Drop("thinking");
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }
    }

    /// <summary>The error in a body or event.</summary>
    public static AnswerError ErrorIn(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error)
            ? AnswerError.Of(Expect.WordIn(error, "message"), Expect.WordIn(error, "type"))
            : AnswerError.Of(null);
}
