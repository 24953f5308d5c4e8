using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Reads a request of Converse (docs.aws.amazon.com, "Converse"). The model and the wish for a stream stand in the path.</summary>
internal static class ConverseRequestReader
{
    /// <summary>Reads the whole body. What is neither carried nor known to be harmless to lose is refused.</summary>
    public static void Read(JsonElement body, NeutralRequest request, Losses losses)
    {
        foreach (var member in Expect.Members(body, "the body"))
        {
            switch (member.Name)
            {
                case "messages":
                    ConverseBlockReader.Messages(member.Value, request, losses);
                    break;
                case "system":
                    request.System.AddRange(ConverseBlockReader.Texts(member.Value, "system", losses));
                    break;
                case "inferenceConfig":
                    Inference(member.Value, request);
                    break;
                case "toolConfig":
                    Tools(member.Value, request, losses);
                    break;
                case "requestMetadata" or "performanceConfig" or "serviceTier":
                    losses.Drop(member.Name);
                    break;
                default:
                    throw Expect.NotKnown("", member);
            }
        }
    }

    private static void Inference(JsonElement value, NeutralRequest request)
    {
        foreach (var member in Expect.Members(value, "inferenceConfig"))
        {
            var path = Expect.In("inferenceConfig", member.Name);
            if (ConverseWords.SettingOf(member.Name) is { } setting)
            {
                request.Settings[setting] = new GivenSetting(member.Name, Expect.Number(member.Value, path));
            }
            else if (member.Name == "stopSequences")
            {
                request.Stop.AddRange(Expect.Items(member.Value, path).Select(i => Expect.Text(i.Value, i.Path)));
            }
            else
            {
                throw Untranslatable.Unknown(path);
            }
        }
    }

    private static void Tools(JsonElement value, NeutralRequest request, Losses losses)
    {
        foreach (var member in Expect.Members(value, "toolConfig"))
        {
            switch (member.Name)
            {
                case "tools":
                    foreach (var (tool, path) in Expect.Items(member.Value, "toolConfig.tools"))
                    {
                        Tool(tool, path, request, losses);
                    }

                    break;
                case "toolChoice":
                    Choice(member.Value, request);
                    break;
                default:
                    throw Expect.NotKnown("toolConfig", member);
            }
        }
    }

    private static void Tool(JsonElement tool, string place, NeutralRequest request, Losses losses)
    {
        var (kind, spec, path) = ConverseBlockReader.Only(tool, place);
        if (kind == "cachePoint")
        {
            losses.Drop(kind);
            return;
        }

        if (kind != "toolSpec")
        {
            throw Untranslatable.Unknown(path);
        }

        string? name = null;
        JsonElement description = default, schema = default;
        foreach (var member in Expect.Members(spec, path))
        {
            var at = Expect.In(path, member.Name);
            switch (member.Name)
            {
                case "name":
                    name = Expect.Word(member.Value, at);
                    break;
                case "description":
                    description = Expect.Text(member.Value, at);
                    break;
                case "inputSchema":
                    schema = Expect.Object(Expect.Member(member.Value, "json", at), at);
                    break;
                case "strict":
                    losses.Drop(member.Name);
                    break;
                default:
                    throw Untranslatable.Unknown(at);
            }
        }

        request.Tools.Add(new OfferedTool(name ?? throw Untranslatable.Here(place, "the tool has no name."), description, schema));
    }

    private static void Choice(JsonElement value, NeutralRequest request)
    {
        var (kind, choice, path) = ConverseBlockReader.Only(value, "toolConfig.toolChoice");
        (request.Choice, request.ChosenTool) = kind switch
        {
            "auto" => (ToolChoice.Auto, ""),
            "any" => (ToolChoice.Any, ""),
            "tool" => (ToolChoice.Named, Expect.Word(Expect.Member(choice, "name", path), path)),
            _ => throw Untranslatable.Unknown(path),
        };
    }
}
