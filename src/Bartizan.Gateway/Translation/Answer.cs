using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>A whole answer in no dialect's words.</summary>
internal sealed class Answer(AnswerContext context) : AnswerSink(context)
{
    /// <summary>What the model says, in order.</summary>
    public List<Part> Parts { get; } = [];

    /// <summary>The upstream's id for it.</summary>
    public string Id { get; private set; } = context.ExchangeId;

    /// <summary>The model that answered.</summary>
    public string Model { get; private set; } = context.Model;

    /// <summary>The tool calls in it.</summary>
    public IEnumerable<CallPart> Calls => Parts.OfType<CallPart>();

    /// <inheritdoc/>
    protected override void Began(string id, string model) => (Id, Model) = (id, model);

    /// <inheritdoc/>
    protected override void Said(JsonElement text) => Parts.Add(new TextPart(text));

    /// <inheritdoc/>
    protected override void Called(CallPart call) => Parts.Add(call);
}
