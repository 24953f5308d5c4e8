using System.Text.Json;
using Bartizan.DemoModel.Behaviour;

namespace Bartizan.DemoModel.Wire;

/// <summary>Reads a request of any wire format. All have the same bones: a system text, messages with a role, content that is text or blocks.</summary>
internal static class PromptReader
{
    public static Prompt Read(JsonElement request)
    {
        var texts = new List<string>();
        var system = new List<string>();
        var question = "";
        foreach (var name in (ReadOnlySpan<string>)["system", "instructions", "systemInstruction"])
        {
            if (request.TryGetProperty(name, out var instructions))
            {
                Collect(instructions, system);
            }
        }

        if (Text(request, "input") is { Length: > 0 } input)
        {
            texts.Add(input);
            question = input;
        }

        foreach (var message in Items(request, "messages").Concat(Items(request, "input")).Concat(Items(request, "contents")))
        {
            var role = Text(message, "role");
            if (role is "assistant" or "model" || Text(message, "type") is "function_call" or "reasoning")
            {
                // What was said before the model's own turn has been dealt with.
                texts.Clear();
                question = "";
                continue;
            }

            var said = new List<string>();
            if (message.TryGetProperty("content", out var content) || message.TryGetProperty("output", out content) || message.TryGetProperty("parts", out content))
            {
                Collect(content, said);
                if (role is "user" or "" && LastOwnWords(content) is { } words)
                {
                    question = words;
                }
            }

            (role is "system" or "developer" ? system : texts).AddRange(said);
        }

        return new Prompt
        {
            Model = Text(request, "model") is { Length: > 0 } model ? model : "demo",
            Stream = request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            System = string.Join('\n', system),
            Texts = texts,
            Question = question,
            Tools = [.. Tools(request).Select(t => Text(t.TryGetProperty("function", out var f) || t.TryGetProperty("toolSpec", out f) ? f : t, "name"))],
        };
    }

    private static IEnumerable<JsonElement> Tools(JsonElement request) => Items(request, "tools")
        .Concat(request.TryGetProperty("toolConfig", out var config) && config.ValueKind == JsonValueKind.Object ? Items(config, "tools") : [])
        .SelectMany(t => t.TryGetProperty("functionDeclarations", out _) ? Items(t, "functionDeclarations") : [t]);

    /// <summary>Every text below a content value: plain, in blocks, in tool results and documents.</summary>
    private static void Collect(JsonElement value, List<string> into)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                into.Add(value.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, into);
                }

                break;
            case JsonValueKind.Object:
                foreach (var name in (ReadOnlySpan<string>)["text", "content", "source", "data", "parts", "functionResponse", "response", "output", "toolResult", "document", "json"])
                {
                    if (value.TryGetProperty(name, out var inner))
                    {
                        Collect(inner, into);
                    }
                }

                break;
            default:
                break;
        }
    }

    private static string? LastOwnWords(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString(),
        JsonValueKind.Array => content.EnumerateArray().Where(b => Text(b, "type") is "text" or "input_text" or "" && Text(b, "text").Length > 0).Select(b => Text(b, "text")).LastOrDefault(),
        _ => null,
    };

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            : [];

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";
}
