using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Reads a streamed answer: chunks that each say a little more.</summary>
internal sealed class ChatStreamReader : IAnswerReader
{
    private readonly PendingCalls _calls = new();

    /// <inheritdoc/>
    public void Read(JsonElement data, AnswerSink answer)
    {
        answer.Error ??= ChatAnswerReader.ErrorIn(data);
        answer.Usage = answer.Usage.Or(ChatWords.UsageIn(data));
        if (!data.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var (choice, path) in Expect.Items(choices, "choices"))
        {
            ChatAnswerReader.CheckOnly(choice, path);
            answer.Begin(Expect.WordIn(data, "id"), Expect.WordIn(data, "model"));
            if (choice.TryGetProperty("delta", out var delta) && delta.ValueKind == JsonValueKind.Object)
            {
                Delta(delta, answer);
            }

            if (Expect.WordIn(choice, "finish_reason") is { Length: > 0 } reason)
            {
                answer.Stop = ChatWords.ReasonOf(reason);
                Complete(answer);
            }
        }
    }

    /// <inheritdoc/>
    public void Complete(AnswerSink answer) => _calls.CloseAll(answer);

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private void Delta(JsonElement delta, AnswerSink answer)
    {
        foreach (var member in Expect.Members(delta, "delta"))
        {
            switch (member.Name)
            {
                case "content" or "refusal":
                    answer.Text(Expect.Text(member.Value, "delta"));
                    break;
                case "tool_calls":
                    foreach (var (call, path) in Expect.Items(member.Value, "delta.tool_calls"))
                    {
                        Call(call, path);
                    }

                    break;
                case "audio" or "function_call":
                    throw Expect.NotKnown("delta", member);
            }
        }
    }

    private void Call(JsonElement call, string path)
    {
        var index = Expect.CountIn(call, "index") ?? _calls.Count;
        call.TryGetProperty("function", out var function);
        var pending = _calls.Find(index);
        if (pending is null)
        {
            pending = new PendingCall(
                Expect.WordIn(call, "id") ?? "", Expect.WordIn(function, "name") ?? throw Untranslatable.Here(path, "a tool call begins without a name."));
            _calls.Begin(index, pending);
        }

        if (function.ValueKind == JsonValueKind.Object && function.TryGetProperty("arguments", out var piece))
        {
            pending.Append(piece);
        }
    }
}
