using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Reads the messages of a request.</summary>
internal static class ChatMessageReader
{
    /// <summary>Reads all of them, in order.</summary>
    public static void Read(JsonElement messages, NeutralRequest request, Losses losses)
    {
        foreach (var (message, path) in Expect.Items(messages, "messages"))
        {
            switch (Expect.WordIn(message, "role"))
            {
                case "system" or "developer":
                    Fields(message, path, losses);
                    request.System.AddRange(Content(message, path).Select(part => part is TextPart { Text: var text } ? text : throw Untranslatable.Unknown($"{path}.content")));
                    break;
                case "user":
                    Fields(message, path, losses);
                    Add(request, Side.User, Content(message, path));
                    break;
                case "assistant":
                    Fields(message, path, losses, "refusal", "tool_calls");
                    Add(request, Side.Model, Content(message, path));
                    Assistant(message, path, request);
                    break;
                case "tool":
                    Fields(message, path, losses, "tool_call_id");
                    request.AddResult(Expect.WordIn(message, "tool_call_id") ?? "", [.. Content(message, path)], failed: false, $"{path}.tool_call_id");
                    break;
                default:
                    throw Untranslatable.Unknown($"{path}.role");
            }
        }
    }

    // Every field of a message is one that is carried, or one that may be lost, or it is refused.
    private static void Fields(JsonElement message, string path, Losses losses, params ReadOnlySpan<string> carried)
    {
        foreach (var member in Expect.Members(message, path))
        {
            var name = member.Name;
            if (name is "name" or "annotations" or "reasoning_content" or "reasoning" or "reasoning_details")
            {
                losses.Drop(name);
            }
            else if (name is not ("role" or "content") && !carried.Contains(name))
            {
                throw Expect.NotKnown(path, member);
            }
        }
    }

    private static void Add(NeutralRequest request, Side side, IEnumerable<Part> parts)
    {
        foreach (var part in parts)
        {
            request.Add(side, part);
        }
    }

    private static IEnumerable<Part> Content(JsonElement message, string path)
    {
        if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return content.ValueKind == JsonValueKind.String
            ? [new TextPart(content)]
            : Expect.Items(content, $"{path}.content").Select(item => ReadPart(item.Value, item.Path));
    }

    private static Part ReadPart(JsonElement part, string path)
    {
        var type = Expect.WordIn(part, "type");
        var known = type switch { "text" => "text", "refusal" => "refusal", "image_url" => "image_url", _ => throw Untranslatable.Unknown(path) };
        foreach (var member in Expect.Members(part, path))
        {
            if (member.Name != "type" && member.Name != known)
            {
                throw Expect.NotKnown(path, member);
            }
        }

        return type == "image_url" ? Image(Expect.Member(part, type, path), $"{path}.image_url") : new TextPart(Expect.Text(Expect.Member(part, known, path), path));
    }

    private static ImagePart Image(JsonElement image, string path)
    {
        var address = Expect.WordIn(image, "url") ?? throw Untranslatable.Here(path, "url is missing.");
        if (!address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return new ImagePart(null, address);
        }

        var comma = address.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase);
        return comma > 5
            ? new ImagePart(address[5..comma], address[(comma + 8)..])
            : throw Untranslatable.Here($"{path}.url", "a picture in the address must be in base64 and name its type.");
    }

    private static void Assistant(JsonElement message, string path, NeutralRequest request)
    {
        if (message.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.String)
        {
            request.Add(Side.Model, new TextPart(refusal));
        }

        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        foreach (var (call, place) in Expect.Items(calls, $"{path}.tool_calls"))
        {
            request.Add(Side.Model, ReadCall(call, place));
        }
    }

    /// <summary>Reads a whole tool call, as requests and answers have it.</summary>
    public static CallPart ReadCall(JsonElement call, string path)
    {
        if (Expect.WordIn(call, "type") is not ("function" or null))
        {
            throw Untranslatable.Unknown($"{path}.type");
        }

        var function = Expect.Member(call, "function", path);
        var arguments = function.TryGetProperty("arguments", out var given) ? Texts.Parse(Texts.Content(Expect.Text(given, $"{path}.function.arguments")), $"{path}.function.arguments") : Texts.Parse(default, path);
        return new CallPart(Expect.WordIn(call, "id") ?? "", Expect.WordIn(function, "name") ?? throw Untranslatable.Here(path, "the function has no name."), arguments);
    }
}
