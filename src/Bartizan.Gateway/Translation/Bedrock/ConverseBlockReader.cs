using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Reads messages and their blocks, each of which is named by its only member.</summary>
internal static class ConverseBlockReader
{
    /// <summary>Reads <c>messages</c>.</summary>
    public static void Messages(JsonElement messages, NeutralRequest request, Losses losses)
    {
        foreach (var (message, path) in Expect.Items(messages, "messages"))
        {
            Expect.Only(message, path, "role", "content");
            var side = Expect.WordIn(message, "role") switch { "user" => Side.User, "assistant" => Side.Model, _ => throw Untranslatable.Unknown($"{path}.role") };
            foreach (var (block, place) in Expect.Items(Expect.Member(message, "content", path), $"{path}.content"))
            {
                Block(block, place, side, request, losses);
            }
        }
    }

    /// <summary>Reads blocks that can hold only text.</summary>
    public static IEnumerable<JsonElement> Texts(JsonElement blocks, string place, Losses losses)
    {
        foreach (var (block, path) in Expect.Items(blocks, place))
        {
            var (kind, value, at) = Only(block, path);
            if (kind == "cachePoint")
            {
                losses.Drop(kind);
                continue;
            }

            yield return kind == "text" ? Expect.Text(value, at) : throw Untranslatable.Unknown(at);
        }
    }

    /// <summary>The only member of an object.</summary>
    public static (string Name, JsonElement Value, string Path) Only(JsonElement value, string path) =>
        Expect.Members(value, path).ToArray() is [var member] ? (member.Name, member.Value, Expect.In(path, member.Name)) : throw Untranslatable.Here(path, "it must have one member.");

    /// <summary>Reads a <c>toolUse</c>.</summary>
    public static CallPart ReadCall(JsonElement use, string path)
    {
        Expect.Only(use, path, "toolUseId", "name", "input");
        return new CallPart(
            Expect.WordIn(use, "toolUseId") ?? "",
            Expect.WordIn(use, "name") ?? throw Untranslatable.Here(path, "name is missing."),
            use.TryGetProperty("input", out var input) ? Expect.Object(input, $"{path}.input") : Translation.Texts.Parse(default, path));
    }

    private static void Block(JsonElement block, string place, Side side, NeutralRequest request, Losses losses)
    {
        var (kind, value, path) = Only(block, place);
        switch (kind)
        {
            case "toolUse" when side == Side.Model:
                request.Add(side, ReadCall(value, path));
                break;
            case "toolResult" when side == Side.User:
                Expect.Only(value, path, "toolUseId", "content", "status");
                var content = Expect.Items(Expect.Member(value, "content", path), $"{path}.content").Select(item => Content(item.Value, item.Path)).ToList();
                request.AddResult(Expect.WordIn(value, "toolUseId") ?? "", content, Expect.WordIn(value, "status") == "error", $"{path}.toolUseId");
                break;
            case "reasoningContent" or "cachePoint":
                losses.Drop(kind);
                break;
            default:
                request.Add(side, Content(block, place));
                break;
        }
    }

    private static Part Content(JsonElement block, string place)
    {
        var (kind, value, path) = Only(block, place);
        return kind switch
        {
            "text" => new TextPart(Expect.Text(value, path)),
            "json" => new TextPart(Translation.Texts.Quote(Translation.Texts.Raw(value))),
            "image" => Image(value, path),
            _ => throw Untranslatable.Unknown(path),
        };
    }

    private static ImagePart Image(JsonElement image, string path)
    {
        Expect.Only(image, path, "format", "source");
        var source = Expect.Member(image, "source", path);
        return Expect.WordIn(source, "bytes") is { } bytes && Expect.WordIn(image, "format") is ("png" or "jpeg" or "gif" or "webp") and var format
            ? new ImagePart($"image/{format}", bytes)
            : throw Untranslatable.Unknown(path);
    }
}
