using System.Text.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation;

/// <summary>
/// Knows one dialect: reads it into the neutral vocabulary and writes it from there. Thread-safe. Throws <see cref="Json.JsonRefusal"/> at what has no
/// translation; what it reads was read by the dialect's own reader before, so it is valid, within budgets, and without a key that comes twice.
/// </summary>
internal interface IInterpreter
{
    /// <summary>The provider's name in messages for people.</summary>
    string Provider { get; }

    /// <summary>Reads a request.</summary>
    void Read(JsonElement body, NeutralRequest request, Losses losses);

    /// <summary>Writes a request.</summary>
    void Write(NeutralRequest request, Utf8JsonWriter json, Losses losses);

    /// <summary>Reads a whole answer.</summary>
    void Read(JsonElement body, AnswerSink answer, Losses losses);

    /// <summary>Writes a whole answer.</summary>
    void Write(Answer answer, Utf8JsonWriter json);

    /// <summary>Reads the body of an error.</summary>
    AnswerError ReadError(JsonElement body);

    /// <summary>How a stream that was asked for is cut into events.</summary>
    IStreamFraming OpenFraming();

    /// <summary>Starts reading a streamed answer, cut by <paramref name="framing"/>.</summary>
    IAnswerReader OpenReader(IStreamFraming framing);

    /// <summary>Starts writing a streamed answer.</summary>
    AnswerWriter OpenWriter(AnswerContext context);
}

/// <summary>Reads one streamed answer.</summary>
internal interface IAnswerReader : IDisposable
{
    /// <summary>Reads the data of one event.</summary>
    void Read(JsonElement data, AnswerSink answer);

    /// <summary>No event follows: hands over what was waiting for one.</summary>
    void Complete(AnswerSink answer);
}
