using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bartizan.Gateway.Judging;

/// <summary>A request body as a person wrote it, in whose texts a slot stands for the text to judge.</summary>
/// <exception cref="JsonException">It is not JSON.</exception>
internal sealed class JudgeTemplate(string json)
{
    /// <summary>What stands for the text.</summary>
    public const string Slot = "{text}";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    private readonly string _json = JsonNode.Parse(json, documentOptions: Options)?.ToJsonString() ?? throw new JsonException("It is null.");

    /// <summary>Whether the text has a place.</summary>
    public bool HasSlot => Fill(JsonNode.Parse(_json), "", out var filled) is not null && filled;

    /// <summary>The body for a text; the text cannot leave its place, since it is put into the parsed JSON.</summary>
    public byte[] Body(string text) => JsonSerializer.SerializeToUtf8Bytes(Fill(JsonNode.Parse(_json), text, out _));

    private static JsonNode? Fill(JsonNode? node, string text, out bool filled)
    {
        filled = false;
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Select(m => m.Key).ToList())
                {
                    var value = members[name];
                    members.Remove(name);
                    members[name] = Fill(value, text, out var inside);
                    filled |= inside;
                }

                return members;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var value = items[i];
                    items[i] = null;
                    items[i] = Fill(value, text, out var inside);
                    filled |= inside;
                }

                return items;
            case JsonValue scalar when scalar.TryGetValue<string>(out var words) && words.Contains(Slot, StringComparison.Ordinal):
                filled = true;
                return JsonValue.Create(words.Replace(Slot, text, StringComparison.Ordinal));
            default:
                return node;
        }
    }
}
