using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Reads the events of a streamed answer. Blocks of reasoning are passed over.</summary>
internal sealed class MessagesStreamReader : IAnswerReader
{
    private readonly PendingCalls _calls = new();

    /// <inheritdoc/>
    public void Read(JsonElement data, AnswerSink answer)
    {
        var index = Expect.CountIn(data, "index") ?? -1;
        switch (Expect.WordIn(data, "type"))
        {
            case "message_start":
                var message = Expect.Member(data, "message", "message_start");
                answer.Begin(Expect.WordIn(message, "id"), Expect.WordIn(message, "model"));
                Usage(message, answer);
                break;
            case "content_block_start":
                Begin(Expect.Member(data, "content_block", "content_block_start"), index, answer);
                break;
            case "content_block_delta":
                Delta(Expect.Member(data, "delta", "content_block_delta"), index, answer);
                break;
            case "content_block_stop":
                _calls.Close(index, answer);
                break;
            case "message_delta":
                Usage(data, answer);
                if (Expect.WordIn(Expect.Member(data, "delta", "message_delta"), "stop_reason") is { } reason)
                {
                    answer.Stop = MessagesWords.ReasonOf(reason);
                }

                break;
            case "error":
                answer.Error = MessagesAnswerReader.ErrorIn(data);
                break;
        }
    }

    /// <inheritdoc/>
    public void Complete(AnswerSink answer) => _calls.CloseAll(answer);

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private static void Usage(JsonElement holder, AnswerSink answer)
    {
        if (holder.TryGetProperty("usage", out var usage))
        {
            answer.Usage = answer.Usage.Or(MessagesWords.UsageOf(usage));
        }
    }

    private void Begin(JsonElement block, long index, AnswerSink answer)
    {
        switch (Expect.WordIn(block, "type"))
        {
            case "text":
                answer.Text(block.TryGetProperty("text", out var text) ? text : default);
                break;
            case "tool_use":
                var call = MessagesBlockReader.ReadCall(block, "content_block");
                // The event goes when it is read; what is kept of it must not.
                _calls.Begin(index, new PendingCall(call.Id, call.Name, call with { Arguments = call.Arguments.Clone() }));
                break;
            case "thinking" or "redacted_thinking":
                break;
            default:
                throw Untranslatable.Unknown("content_block");
        }
    }

    private void Delta(JsonElement delta, long index, AnswerSink answer)
    {
        switch (Expect.WordIn(delta, "type"))
        {
            case "text_delta":
                answer.Text(Expect.Member(delta, "text", "delta"));
                break;
            case "input_json_delta" when _calls.Find(index) is { } call:
                call.Append(Expect.Member(delta, "partial_json", "delta"));
                break;
            case "thinking_delta" or "signature_delta" or "citations_delta":
                break;
            default:
                throw Untranslatable.Unknown("delta");
        }
    }
}
