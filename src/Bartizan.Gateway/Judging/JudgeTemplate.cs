using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bartizan.Gateway.Judging;

/// <summary>A request body as a person wrote it, in whose texts a slot stands for the text to judge.</summary>
internal sealed class JudgeTemplate
{
    /// <summary>What stands for the text.</summary>
    public const string Slot = "{text}";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly string[] _pieces;

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public JudgeTemplate(string json)
    {
        using var body = JsonDocument.Parse(json, Strict);
        // Written anew, the slot is spelled in one way, and can stand nowhere but inside a JSON string.
        _pieces = JsonSerializer.Serialize(body.RootElement).Split(Slot);
    }

    /// <summary>Whether the text has a place.</summary>
    public bool HasSlot => _pieces.Length > 1;

    /// <summary>The body for a text, which is escaped, so that it cannot leave its place; half a character in it becomes U+FFFD.</summary>
    public byte[] Body(string text) => Encoding.UTF8.GetBytes(string.Join(JavaScriptEncoder.Default.Encode(text), _pieces));
}
