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
                    request.System.AddRange(Content(message, path, losses).Select(part => part is TextPart { Text: var text } ? text : throw Untranslatable.Unknown($"{path}.content")));
                    break;
                case "user":
                    Fields(message, path, losses);
                    Add(request, Side.User, Content(message, path, losses));
                    break;
                case "assistant":
                    Fields(message, path, losses, "refusal", "tool_calls");
                    Add(request, Side.Model, Content(message, path, losses));
                    Assistant(message, path, request);
                    break;
                case "tool":
                    Fields(message, path, losses, "tool_call_id");
                    request.AddResult(Expect.WordIn(message, "tool_call_id") ?? "", [.. Content(message, path, losses)], failed: false, $"{path}.tool_call_id");
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

    private static IEnumerable<Part> Content(JsonElement message, string path, Losses losses)
    {
        if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return content.ValueKind == JsonValueKind.String
            ? [new TextPart(content)]
            : Expect.Items(content, $"{path}.content").Select(item => ReadPart(item.Value, item.Path, losses));
    }

    private static Part ReadPart(JsonElement part, string path, Losses losses)
    {
        var type = Expect.WordIn(part, "type") is ("text" or "refusal" or "image_url") and var known ? known : throw Untranslatable.Unknown(path);
        Expect.Only(part, path, "type", type);
        var value = Expect.Member(part, type, path);
        return type == "image_url" ? Image(value, $"{path}.image_url", losses) : new TextPart(Expect.Text(value, path));
    }

    private static ImagePart Image(JsonElement image, string path, Losses losses)
    {
        Expect.Only(image, path, "url", "detail");
        if (Expect.WordIn(image, "detail") is not (null or "auto"))
        {
            losses.Drop("detail");
        }

        var address = Expect.WordIn(image, "url") ?? throw Untranslatable.Here(path, "url is missing.");
        if (!address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Expect.PictureAt(address, $"{path}.url");
        }

        var comma = address.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase);
        return comma > 5
            ? Expect.Picture(address[5..comma], address[(comma + 8)..], $"{path}.url")
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
            Expect.Only(call, place, "id", "type", "function");
            Expect.Only(Expect.Member(call, "function", place), $"{place}.function", "name", "arguments");
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
