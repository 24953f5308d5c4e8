using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>Takes an answer as it is read, in order, in no dialect's words: kept whole, or written on piece by piece.</summary>
internal abstract class AnswerSink(AnswerContext context)
{
    private bool _begun;
    private int _calls;
    private StopReason _stop;

    /// <summary>What is known of the answer before it is read.</summary>
    public AnswerContext Context { get; } = context;

    /// <summary>Why the model stopped. Some dialects do not say that it did to call a tool; the call does.</summary>
    public StopReason Stop
    {
        get => _calls > 0 && _stop == StopReason.End ? StopReason.Calls : _stop;
        set => _stop = value;
    }

    /// <summary>Tokens as the upstream counted them.</summary>
    public TokenCounts Usage { get; set; }

    /// <summary>What the upstream says went wrong; null when nothing did.</summary>
    public AnswerError? Error { get; set; }

    /// <summary>The answer begins; what comes again is ignored.</summary>
    public void Begin(string? id, string? model)
    {
        if (!_begun)
        {
            _begun = true;
            Began(string.IsNullOrEmpty(id) ? Context.ExchangeId : id, string.IsNullOrEmpty(model) ? Context.Model : model);
        }
    }

    /// <summary>The model says more.</summary>
    public void Text(JsonElement text)
    {
        if (text.ValueKind == JsonValueKind.String && !Texts.IsEmpty(text))
        {
            Begin(null, null);
            Said(text);
        }
    }

    /// <summary>The model calls a tool, with all its arguments. A call without an id is given one.</summary>
    public void Call(CallPart call)
    {
        Begin(null, null);
        Called(call.Id.Length == 0 ? call with { Id = Context.CallId(_calls) } : call);
        _calls++;
    }

    /// <summary>The answer begins.</summary>
    protected abstract void Began(string id, string model);

    /// <summary>The model says more; never nothing.</summary>
    protected abstract void Said(JsonElement text);

    /// <summary>The model calls a tool.</summary>
    protected abstract void Called(CallPart call);
}
