using System.Buffers;
using System.Text.Json;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Writes a streamed answer: one response for each thing said, as events or as an array that grows. The last says why the model stopped.</summary>
internal sealed class GeminiStreamWriter(AnswerContext context) : AnswerWriter(context)
{
    private string _id = "";
    private string _model = "";
    private bool _begun;

    /// <inheritdoc/>
    public override byte[] ErrorBytes(string code, string message, bool begun)
    {
        if (Context.Shape == StreamShape.Events)
        {
            return GeminiErrors.Events(code, message, Context.ExchangeId);
        }

        using var array = new JsonArrayFraming();
        return array.Error(GeminiErrors.Body(Dialects.StreamStatus.Of(code), code, message, Context.ExchangeId), begun);
    }

    /// <inheritdoc/>
    protected override void Began(string id, string model) => (_id, _model) = (id, model);

    /// <inheritdoc/>
    protected override void Said(JsonElement text) => Response([new TextPart(text)], null);

    /// <inheritdoc/>
    protected override void Called(CallPart call) => Response([call], null);

    /// <inheritdoc/>
    protected override void Ended()
    {
        Response([new TextPart(Texts.Quote(""u8))], Stop);
        if (Context.Shape == StreamShape.JsonArray)
        {
            Write("\n]"u8);
        }
    }

    private void Response(IEnumerable<Part> parts, StopReason? stop)
    {
        var json = Start();
        GeminiAnswerWriter.WriteCandidate(json, parts, stop);
        if (stop is not null)
        {
            GeminiAnswerWriter.WriteUsage(json, Usage);
        }

        json.WriteString("modelVersion", _model);
        json.WriteString("responseId", _id);
        if (Context.Shape == StreamShape.Events)
        {
            Send();
            return;
        }

        Write(_begun ? ",\n"u8 : "["u8);
        _begun = true;
        Send(static (data, output) => output.Write(data));
    }
}
