using System.Text.Json;
using Bartizan.Gateway.Dialects.AnthropicMessages;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Writes a streamed answer: a block for each run of text and each call, one after the other.</summary>
internal sealed class MessagesStreamWriter(AnswerContext context) : AnswerWriter(context)
{
    private int _block = -1;
    private bool _inText;

    /// <inheritdoc/>
    public override byte[] ErrorBytes(string code, string message, bool begun) => AnthropicErrors.Events(code, message, Context.ExchangeId);

    /// <inheritdoc/>
    protected override void Began(string id, string model)
    {
        var json = Event("message_start");
        json.WriteStartObject("message");
        MessagesAnswerWriter.WriteHead(json, id, model);
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        MessagesWords.WriteUsage(json, Usage);
        json.WriteEndObject();
        Send("message_start");
    }

    /// <inheritdoc/>
    protected override void Said(JsonElement text)
    {
        if (!_inText)
        {
            _inText = true;
            var json = OfBlock("content_block_start", ++_block);
            json.WriteStartObject("content_block");
            json.WriteString("type", "text");
            json.WriteString("text", "");
            json.WriteEndObject();
            Send("content_block_start");
        }

        Delta("text_delta", "text", text);
    }

    /// <inheritdoc/>
    protected override void Called(CallPart call)
    {
        CloseText();
        var json = OfBlock("content_block_start", ++_block);
        json.WriteStartObject("content_block");
        json.WriteString("type", "tool_use");
        json.WriteString("id", CallIds.Plain(call.Id));
        json.WriteString("name", call.Name);
        json.WriteStartObject("input");
        json.WriteEndObject();
        json.WriteEndObject();
        Send("content_block_start");
        Delta("input_json_delta", "partial_json", Texts.Quote(Texts.Raw(call.Arguments)));
        CloseBlock();
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        CloseText();
        var json = Event("message_delta");
        json.WriteStartObject("delta");
        json.WriteString("stop_reason", MessagesWords.WordOf(Stop));
        json.WriteNull("stop_sequence");
        json.WriteEndObject();
        MessagesWords.WriteUsage(json, Usage);
        Send("message_delta");
        Event("message_stop");
        Send("message_stop");
    }

    private void Delta(string type, string field, JsonElement value)
    {
        var json = OfBlock("content_block_delta", _block);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
        Texts.Write(json, field, value);
        json.WriteEndObject();
        Send("content_block_delta");
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
        OfBlock("content_block_stop", _block);
        Send("content_block_stop");
    }

    private Utf8JsonWriter OfBlock(string type, int block)
    {
        var json = Event(type);
        json.WriteNumber("index", block);
        return json;
    }

    private Utf8JsonWriter Event(string type)
    {
        var json = Start();
        json.WriteString("type", type);
        return json;
    }
}
