using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Reads a whole answer, or an error.</summary>
internal static class ChatAnswerReader
{
    /// <summary>Reads a <c>chat.completion</c>.</summary>
    public static void Read(JsonElement body, AnswerSink answer, Losses losses)
    {
        answer.Begin(Expect.WordIn(body, "id"), Expect.WordIn(body, "model"));
        answer.Usage = ChatWords.UsageIn(body);
        foreach (var (choice, path) in Expect.Items(Expect.Member(body, "choices", "the answer"), "choices"))
        {
            CheckOnly(choice, path);
            Message(Expect.Member(choice, "message", path), $"{path}.message", answer, losses);
            answer.Stop = ChatWords.ReasonOf(Expect.WordIn(choice, "finish_reason") ?? "");
        }
    }

    /// <summary>The error in a body or event; null when there is none.</summary>
    public static AnswerError? ErrorIn(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return error.ValueKind == JsonValueKind.String
            ? AnswerError.Of(Texts.Decode(error))
            : AnswerError.Of(Expect.WordIn(error, "message"), Expect.WordIn(error, "code"), Expect.WordIn(error, "type"));
    }

    /// <summary>Refuses a second choice, which nobody asked for.</summary>
    public static void CheckOnly(JsonElement choice, string path)
    {
        if (Expect.CountIn(choice, "index") is > 0)
        {
            throw Untranslatable.Here(path, "there is more than one answer.");
        }
    }

    private static void Message(JsonElement message, string path, AnswerSink answer, Losses losses)
    {
        foreach (var member in Expect.Members(message, path))
        {
            switch (member.Name)
            {
                case "content" or "refusal":
                    answer.Text(Expect.Text(member.Value, Expect.In(path, member.Name)));
                    break;
                case "tool_calls":
                    foreach (var (call, place) in Expect.Items(member.Value, $"{path}.tool_calls"))
                    {
                        answer.Call(ChatMessageReader.ReadCall(call, place));
                    }

                    break;
                case "audio" or "function_call":
                    throw Expect.NotKnown(path, member);
                case "annotations" or "reasoning_content" or "reasoning" or "reasoning_details":
                    losses.Drop(member.Name);
                    break;
            }
        }
    }
}
