using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Reads the events of a streamed answer, whose names stand in the headers of their messages.</summary>
internal sealed class ConverseStreamReader(AmazonEventFraming framing) : IAnswerReader
{
    private readonly PendingCalls _calls = new();

    /// <inheritdoc/>
    public void Read(JsonElement data, AnswerSink answer)
    {
        var type = Encoding.ASCII.GetString(framing.Type);
        if (framing.Kind != EventKind.Event)
        {
            answer.Error ??= ConverseAnswerReader.ErrorIn(data, type);
            return;
        }

        var index = Expect.CountIn(data, "contentBlockIndex") ?? -1;
        switch (type)
        {
            case "messageStart":
                answer.Begin(null, null);
                break;
            case "contentBlockStart":
                Begin(Expect.Member(data, "start", type), index);
                break;
            case "contentBlockDelta":
                Delta(Expect.Member(data, "delta", type), index, answer);
                break;
            case "contentBlockStop":
                _calls.Close(index, answer);
                break;
            case "messageStop":
                answer.Stop = ConverseWords.ReasonOf(Expect.WordIn(data, "stopReason") ?? "");
                break;
            case "metadata":
                answer.Usage = answer.Usage.Or(ConverseWords.UsageIn(data));
                break;
        }
    }

    /// <inheritdoc/>
    public void Complete(AnswerSink answer) => _calls.CloseAll(answer);

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private void Begin(JsonElement start, long index)
    {
        foreach (var member in Expect.Members(start, "contentBlockStart"))
        {
            if (member.Name != "toolUse")
            {
                throw Expect.NotKnown("contentBlockStart", member);
            }

            var call = ConverseBlockReader.ReadCall(member.Value, "contentBlockStart.toolUse");
            if (_calls.Find(index) is not null)
            {
                throw Untranslatable.Here("contentBlockStart", "a block begins twice.");
            }

            _calls.Begin(index, new PendingCall(call.Id, call.Name));
        }
    }

    private void Delta(JsonElement delta, long index, AnswerSink answer)
    {
        foreach (var member in Expect.Members(delta, "contentBlockDelta"))
        {
            switch (member.Name)
            {
                case "text":
                    answer.Text(member.Value);
                    break;
                case "toolUse" when _calls.Find(index) is { } call:
                    call.Append(Expect.Member(member.Value, "input", "contentBlockDelta.toolUse"));
                    break;
                case "reasoningContent" or "citation":
                    break;
                default:
                    throw Expect.NotKnown("contentBlockDelta", member);
            }
        }
    }
}
