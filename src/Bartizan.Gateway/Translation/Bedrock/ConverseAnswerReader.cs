using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Reads a whole answer, or an error.</summary>
internal static class ConverseAnswerReader
{
    /// <summary>Reads the response of Converse, which names neither itself nor its model.</summary>
    public static void Read(JsonElement body, AnswerSink answer, Losses losses)
    {
        answer.Begin(null, null);
        answer.Usage = ConverseWords.UsageIn(body);
        answer.Stop = ConverseWords.ReasonOf(Expect.WordIn(body, "stopReason") ?? "");
        var message = Expect.Member(Expect.Member(body, "output", "the answer"), "message", "output");
        foreach (var (block, place) in Expect.Items(Expect.Member(message, "content", "output.message"), "output.message.content"))
        {
            var (kind, value, path) = ConverseBlockReader.Only(block, place);
            switch (kind)
            {
                case "text":
                    answer.Text(Expect.Text(value, path));
                    break;
                case "toolUse":
                    answer.Call(ConverseBlockReader.ReadCall(value, path));
                    break;
                case "reasoningContent":
                    losses.Drop(kind);
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }
    }

    /// <summary>The error in a body, or in the exception <paramref name="type"/> of a stream.</summary>
    public static AnswerError ErrorIn(JsonElement body, string? type) =>
        AnswerError.Of(Expect.WordIn(body, "message") ?? Expect.WordIn(body, "Message"), Expect.WordIn(body, "reason"), type, Expect.WordIn(body, "__type"));
}
