using System.Buffers;
using System.Text.Json;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Translation.AnthropicMessages;
using Bartizan.Gateway.Translation.Bedrock;
using Bartizan.Gateway.Translation.Gemini;
using Bartizan.Gateway.Translation.OpenAiChat;

namespace Bartizan.Gateway.Translation;

/// <summary>
/// Carries one exchange between a client's dialect and an upstream's. It decides nothing and inspects nothing: requests are read, decided on and masked
/// in the client's dialect before, answers in the upstream's dialect before.
/// </summary>
internal sealed class Translator
{
    private static readonly ChatInterpreter Chat = new();
    private static readonly MessagesInterpreter Messages = new();
    private static readonly GeminiInterpreter Gemini = new();
    private static readonly ConverseInterpreter Converse = new();

    private readonly IInterpreter _client;
    private readonly IInterpreter _upstream;
    private readonly AnswerContext _context;

    private Translator(IInterpreter client, IInterpreter upstream, AnswerContext context, Losses losses, ReadOnlyMemory<byte> request) =>
        (_client, _upstream, _context, Losses, Request) = (client, upstream, context, losses, request);

    /// <summary>What was left out so far.</summary>
    public Losses Losses { get; }

    /// <summary>The request in the upstream's dialect.</summary>
    public ReadOnlyMemory<byte> Request { get; }

    /// <summary>The media type of a stream in the client's dialect.</summary>
    public string StreamType => _context.Shape switch
    {
        StreamShape.JsonArray => "application/json",
        StreamShape.AmazonEvents => "application/vnd.amazon.eventstream",
        _ => "text/event-stream; charset=utf-8",
    };

    /// <summary>Whether requests of the one can be asked of the other; those of one dialect need no translation.</summary>
    public static bool Knows(ProviderDialect client, ProviderDialect upstream) => Of(client) != Of(upstream);

    /// <summary>Translates a request, and will its answer; or says why it cannot.</summary>
    public static (Translator? Translator, ReadFailure? Failure) Begin(
        ProviderDialect client, ProviderDialect upstream, ReadOnlyMemory<byte> body, bool stream, AnswerContext context)
    {
        var (from, to) = (Of(client), Of(upstream));
        var request = new NeutralRequest(context.Model, stream);
        var losses = new Losses();
        var (written, failure) = Write(body, (element, json) =>
        {
            from.Read(element, request, losses);
            to.Write(request, json, losses);
        });
        return failure is null ? (new Translator(from, to, context with { CountsStream = request.CountsStream }, losses, written), null) : (null, failure);
    }

    /// <summary>A whole answer in the client's dialect; or why there is none.</summary>
    public (ReadOnlyMemory<byte> Body, ReadFailure? Failure) Answer(ReadOnlyMemory<byte> body) => Write(body, (element, json) =>
    {
        var answer = new Answer(_context);
        _upstream.Read(element, answer, Losses);
        _client.Write(answer, json);
    });

    /// <summary>What the body of an upstream's error says.</summary>
    public AnswerError Error(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return _upstream.ReadError(document.RootElement);
    }

    /// <summary>Lets <paramref name="inner"/> inspect a stream in the upstream's dialect, and translates what it lets pass. It must write no errors of its own.</summary>
    public IStreamTransform OpenStream(IStreamTransform inner)
    {
        var framing = _upstream.OpenFraming();
        return new TranslatedStream(inner, framing, _upstream.OpenReader(framing), _client.OpenWriter(_context));
    }

    private static IInterpreter Of(ProviderDialect dialect) => dialect switch
    {
        ProviderDialect.OpenAi or ProviderDialect.AzureOpenAi => Chat,
        ProviderDialect.Anthropic => Messages,
        ProviderDialect.Gemini => Gemini,
        ProviderDialect.Bedrock => Converse,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "This dialect has no interpreter."),
    };

    private static (ReadOnlyMemory<byte> Body, ReadFailure? Failure) Write(ReadOnlyMemory<byte> body, Action<JsonElement, Utf8JsonWriter> translate)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, body.Length));
        try
        {
            using var document = JsonDocument.Parse(body);
            using var json = new Utf8JsonWriter(buffer, Texts.Writing);
            translate(document.RootElement, json);
            json.Flush();
            return (buffer.WrittenMemory, null);
        }
        catch (JsonRefusal refusal)
        {
            return (default, refusal.Failure);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name with half a surrogate pair is valid JSON and no text.
            return (default, new ReadFailure(Untranslatable.RequestCode, "The body holds names that are not Unicode text, so it cannot be translated."));
        }
    }
}
