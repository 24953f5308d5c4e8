using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bartizan.DemoModel.Wire;

/// <summary>OpenAI Embeddings: each word adds a direction of its own, so that texts that share words lie close to each other.</summary>
internal static class Embeddings
{
    private const int DefaultSize = 64;

    /// <summary>Answers a request; throws as JSON readers do when it is none.</summary>
    public static JsonObject Answer(JsonElement request)
    {
        var input = request.GetProperty("input");
        string[] texts = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(t => t.GetString()!)] : [input.GetString()!];
        var base64 = request.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var size = request.TryGetProperty("dimensions", out var dimensions) ? Math.Clamp(dimensions.GetInt32(), 1, 4_096) : DefaultSize;
        var tokens = (texts.Sum(t => t.Length) + 3) / 4;
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. texts.Select((t, i) => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Value(Vector(t, size), base64) })]),
            ["model"] = request.TryGetProperty("model", out var model) ? model.GetString() : "demo",
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    private static JsonNode Value(float[] vector, bool base64) => base64
        ? JsonValue.Create(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)))
        : new JsonArray([.. vector.Select(v => JsonValue.Create(v))]);

    private static float[] Vector(string text, int size)
    {
        var vector = new float[size];
        foreach (var word in text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(word));
            vector[BitConverter.ToUInt32(hash) % size] += hash[4] < 128 ? 1 : -1;
        }

        var length = MathF.Sqrt(vector.Sum(v => v * v));
        return length == 0 ? vector : [.. vector.Select(v => v / length)];
    }
}
