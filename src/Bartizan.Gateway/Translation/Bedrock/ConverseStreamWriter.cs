using System.Text.Json;
using Bartizan.Gateway.Dialects.Bedrock;
using Bartizan.Gateway.Streaming.AmazonEvents;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Writes a streamed answer in Amazon's binary events: a block for each run of text and each call, one after the other.</summary>
internal sealed class ConverseStreamWriter(AnswerContext context) : AnswerWriter(context)
{
    private int _block = -1;
    private bool _inText;

    /// <inheritdoc/>
    public override byte[] ErrorBytes(string code, string message, bool begun) => BedrockErrors.StreamException(code, message, Context.ExchangeId);

    /// <inheritdoc/>
    protected override void Began(string id, string model)
    {
        Start().WriteString("role", "assistant");
        SendEvent("messageStart");
    }

    /// <inheritdoc/>
    protected override void Said(JsonElement text)
    {
        if (!_inText)
        {
            _inText = true;
            _block++;
        }

        var json = OfBlock();
        json.WriteStartObject("delta");
        Texts.Write(json, "text", text);
        json.WriteEndObject();
        SendEvent("contentBlockDelta");
    }

    /// <inheritdoc/>
    protected override void Called(CallPart call)
    {
        CloseText();
        _block++;
        var json = OfBlock();
        json.WriteStartObject("start");
        json.WriteStartObject("toolUse");
        ConverseBlockWriter.WriteCallHead(json, call);
        json.WriteEndObject();
        json.WriteEndObject();
        SendEvent("contentBlockStart");
        json = OfBlock();
        json.WriteStartObject("delta");
        json.WriteStartObject("toolUse");
        json.WriteString("input", Texts.Raw(call.Arguments));
        json.WriteEndObject();
        json.WriteEndObject();
        SendEvent("contentBlockDelta");
        CloseBlock();
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        CloseText();
        Start().WriteString("stopReason", ConverseWords.WordOf(Stop));
        SendEvent("messageStop");
        ConverseWords.WriteUsage(Start(), Usage);
        SendEvent("metadata");
    }

    private void CloseText()
    {
        if (_inText)
        {
            _inText = false;
            CloseBlock();
        }
    }

    private void CloseBlock()
    {
        OfBlock();
        SendEvent("contentBlockStop");
    }

    private Utf8JsonWriter OfBlock()
    {
        var json = Start();
        json.WriteNumber("contentBlockIndex", _block);
        return json;
    }

    private void SendEvent(string type) => Send((data, output) => EventMessage.WriteEvent(type, data, output));
}
