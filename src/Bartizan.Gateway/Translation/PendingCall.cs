using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>A tool call of a stream whose arguments come in pieces of text. The gateway holds calls until they are whole, so nothing is gained by passing on pieces.</summary>
internal sealed class PendingCall(string id, string name, CallPart? begun = null) : IDisposable
{
    private PooledList<byte> _arguments;

    /// <summary>Adds a piece of the arguments' text, a JSON string, as it stands: a character may be cut over two of them.</summary>
    public void Append(JsonElement piece)
    {
        if (piece.ValueKind == JsonValueKind.String)
        {
            _arguments.AddRange(Texts.Content(piece));
        }
    }

    /// <summary>The whole call; where no piece came, as it began, if it began with arguments.</summary>
    public CallPart Close() => _arguments.Count == 0 && begun is not null ? begun : new(id, name, Texts.Parse(_arguments.Items, "arguments"));

    /// <inheritdoc/>
    public void Dispose() => _arguments.Dispose();
}
