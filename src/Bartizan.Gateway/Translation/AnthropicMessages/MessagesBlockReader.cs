using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Reads the content of a message: a text, or blocks of several kinds.</summary>
internal static class MessagesBlockReader
{
    /// <summary>Reads what a side says.</summary>
    public static void Read(JsonElement content, string path, Side side, NeutralRequest request, Losses losses)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            request.Add(side, new TextPart(content));
            return;
        }

        foreach (var (block, place) in Expect.Items(content, path))
        {
            switch (Expect.WordIn(block, "type"))
            {
                case "tool_use" when side == Side.Model:
                    Fields(block, place, losses, "id", "name", "input");
                    request.Add(side, ReadCall(block, place));
                    break;
                case "tool_result" when side == Side.User:
                    Fields(block, place, losses, "tool_use_id", "content", "is_error");
                    var failed = block.TryGetProperty("is_error", out var error) && error.ValueKind == JsonValueKind.True;
                    request.AddResult(Expect.WordIn(block, "tool_use_id") ?? "", Result(block, place, losses), failed, $"{place}.tool_use_id");
                    break;
                case "thinking" or "redacted_thinking":
                    losses.Drop("thinking");
                    break;
                default:
                    request.Add(side, TextOrImage(block, place, losses));
                    break;
            }
        }
    }

    /// <summary>Reads a content that can hold only text.</summary>
    public static IEnumerable<JsonElement> Texts(JsonElement content, string path, Losses losses) =>
        content.ValueKind == JsonValueKind.String
            ? [content]
            : Expect.Items(content, path).Select(item => TextOrImage(item.Value, item.Path, losses) is TextPart { Text: var text } ? text : throw Untranslatable.Unknown(item.Path));

    /// <summary>Reads a <c>tool_use</c> block.</summary>
    public static CallPart ReadCall(JsonElement block, string path) => new(
        Expect.WordIn(block, "id") ?? "",
        Expect.WordIn(block, "name") ?? throw Untranslatable.Here(path, "name is missing."),
        block.TryGetProperty("input", out var input) ? Expect.Object(input, $"{path}.input") : Translation.Texts.Parse(default, path));

    private static List<Part> Result(JsonElement block, string path, Losses losses) =>
        !block.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null ? []
        : content.ValueKind == JsonValueKind.String ? [new TextPart(content)]
        : [.. Expect.Items(content, $"{path}.content").Select(item => TextOrImage(item.Value, item.Path, losses))];

    private static Part TextOrImage(JsonElement block, string path, Losses losses)
    {
        switch (Expect.WordIn(block, "type"))
        {
            case "text":
                Fields(block, path, losses, "text", "citations");
                if (block.TryGetProperty("citations", out var citations) && citations.ValueKind == JsonValueKind.Array)
                {
                    losses.Drop("citations");
                }

                return new TextPart(Expect.Text(Expect.Member(block, "text", path), $"{path}.text"));
            case "image":
                Fields(block, path, losses, "source");
                return Image(Expect.Member(block, "source", path), $"{path}.source");
            default:
                throw Untranslatable.Unknown(path);
        }
    }

    private static ImagePart Image(JsonElement source, string path) => Expect.WordIn(source, "type") switch
    {
        "base64" => Expect.Picture(
            Expect.Word(Expect.Member(source, "media_type", path), $"{path}.media_type"), Expect.Word(Expect.Member(source, "data", path), $"{path}.data"), path),
        "url" => Expect.PictureAt(Expect.Word(Expect.Member(source, "url", path), $"{path}.url"), path),
        _ => throw Untranslatable.Unknown(path),
    };

    private static void Fields(JsonElement block, string path, Losses losses, params ReadOnlySpan<string> carried)
    {
        foreach (var member in Expect.Members(block, path))
        {
            if (member.Name is "cache_control" or "caller")
            {
                losses.Drop(member.Name);
            }
            else if (member.Name != "type" && !carried.Contains(member.Name))
            {
                throw Expect.NotKnown(path, member);
            }
        }
    }
}
