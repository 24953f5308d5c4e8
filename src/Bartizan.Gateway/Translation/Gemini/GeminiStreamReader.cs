using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Reads a streamed answer: responses that each say a little more, in which calls come whole.</summary>
internal sealed class GeminiStreamReader : IAnswerReader
{
    // What an event of a stream loses is told in the documentation: the headers have long gone.
    private readonly Losses _losses = new();

    /// <inheritdoc/>
    public void Read(JsonElement data, AnswerSink answer) => GeminiAnswerReader.Read(data, answer, _losses);

    /// <inheritdoc/>
    public void Complete(AnswerSink answer)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
