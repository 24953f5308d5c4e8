using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Reads a request of Anthropic Messages (docs.anthropic.com, "Create a Message").</summary>
internal static class MessagesRequestReader
{
    /// <summary>Reads the whole body. What is neither carried nor known to be harmless to lose is refused.</summary>
    public static void Read(JsonElement body, NeutralRequest request, Losses losses)
    {
        foreach (var member in Expect.Members(body, "the body"))
        {
            var (name, value) = (member.Name, member.Value);
            if (MessagesWords.SettingOf(name) is { } setting)
            {
                request.Settings[setting] = new GivenSetting(name, Expect.Number(value, name));
                continue;
            }

            switch (name)
            {
                case "model" or "stream":
                    break;
                case "system":
                    request.System.AddRange(MessagesBlockReader.Texts(value, name, losses));
                    break;
                case "messages":
                    Messages(value, request, losses);
                    break;
                case "stop_sequences":
                    request.Stop.AddRange(Expect.Items(value, name).Select(i => Expect.Text(i.Value, i.Path)));
                    break;
                case "tools":
                    request.Tools.AddRange(Expect.Items(value, name).Select(i => Tool(i.Value, i.Path, losses)));
                    break;
                case "tool_choice":
                    Choice(value, request);
                    break;
                case "output_config":
                    OutputConfig(value, request, losses);
                    break;
                case "metadata" or "service_tier" or "thinking" or "inference_geo" or "speed" or "cache_control":
                    losses.Drop(name);
                    break;
                default:
                    throw Expect.NotKnown("", member);
            }
        }
    }

    private static void Messages(JsonElement messages, NeutralRequest request, Losses losses)
    {
        foreach (var (message, path) in Expect.Items(messages, "messages"))
        {
            Expect.Only(message, path, "role", "content");
            var content = Expect.Member(message, "content", path);
            switch (Expect.WordIn(message, "role"))
            {
                case "user":
                    MessagesBlockReader.Read(content, $"{path}.content", Side.User, request, losses);
                    break;
                case "assistant":
                    MessagesBlockReader.Read(content, $"{path}.content", Side.Model, request, losses);
                    break;
                case "system":
                    request.System.AddRange(MessagesBlockReader.Texts(content, $"{path}.content", losses));
                    break;
                default:
                    throw Untranslatable.Unknown($"{path}.role");
            }
        }
    }

    private static OfferedTool Tool(JsonElement tool, string path, Losses losses)
    {
        string? name = null;
        JsonElement description = default, schema = default;
        foreach (var member in Expect.Members(tool, path))
        {
            var place = Expect.In(path, member.Name);
            switch (member.Name)
            {
                case "type" when Expect.Word(member.Value, place) == "custom":
                    break;
                case "name":
                    name = Expect.Word(member.Value, place);
                    break;
                case "description":
                    description = Expect.Text(member.Value, place);
                    break;
                case "input_schema":
                    schema = Expect.Object(member.Value, place);
                    break;
                case "cache_control" or "strict" or "eager_input_streaming":
                    losses.Drop(member.Name);
                    break;
                default:
                    throw Untranslatable.Unknown(place);
            }
        }

        return new OfferedTool(name ?? throw Untranslatable.Here(path, "the tool has no name."), description, schema);
    }

    private static void Choice(JsonElement value, NeutralRequest request)
    {
        foreach (var member in Expect.Members(value, "tool_choice"))
        {
            switch (member.Name)
            {
                case "type":
                    request.Choice = Expect.Word(member.Value, "tool_choice.type") switch
                    {
                        "auto" => ToolChoice.Auto,
                        "any" => ToolChoice.Any,
                        "none" => ToolChoice.None,
                        "tool" => ToolChoice.Named,
                        _ => throw Untranslatable.Unknown("tool_choice.type"),
                    };
                    break;
                case "name":
                    request.ChosenTool = Expect.Word(member.Value, "tool_choice.name");
                    break;
                case "disable_parallel_tool_use":
                    request.OneCallField = Expect.YesNo(member.Value, "tool_choice.disable_parallel_tool_use") ? member.Name : null;
                    break;
                default:
                    throw Expect.NotKnown("tool_choice", member);
            }
        }
    }

    private static void OutputConfig(JsonElement value, NeutralRequest request, Losses losses)
    {
        foreach (var member in Expect.Members(value, "output_config"))
        {
            switch (member.Name)
            {
                case "effort":
                    losses.Drop(member.Name);
                    break;
                case "format" when Expect.WordIn(member.Value, "type") == "json_schema":
                    request.Format = new AnswerFormat(
                        Expect.Object(Expect.Member(member.Value, "schema", "output_config.format"), "output_config.format.schema"), null);
                    break;
                default:
                    throw Expect.NotKnown("output_config", member);
            }
        }
    }
}
