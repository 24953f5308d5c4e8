using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>Reads a request of OpenAI Chat Completions (platform.openai.com, "Create chat completion").</summary>
internal static class ChatRequestReader
{
    /// <summary>Reads the whole body. What is neither carried nor known to be harmless to lose is refused.</summary>
    public static void Read(JsonElement body, NeutralRequest request, Losses losses)
    {
        foreach (var member in Expect.Members(body, "the body"))
        {
            var (name, value) = (member.Name, member.Value);
            if (ChatWords.SettingOf(name) is { } setting)
            {
                request.Settings[setting] = new GivenSetting(name, Expect.Number(value, name));
                continue;
            }

            switch (name)
            {
                case "model" or "stream":
                    break;
                case "messages":
                    ChatMessageReader.Read(value, request, losses);
                    break;
                case "stop":
                    request.Stop.AddRange(Expect.Items(value, name, orOne: true).Select(i => Expect.Text(i.Value, i.Path)));
                    break;
                case "stream_options":
                    StreamOptions(value, request);
                    break;
                case "tools":
                    request.Tools.AddRange(Expect.Items(value, name).Select(i => Tool(i.Value, i.Path, losses)));
                    break;
                case "tool_choice":
                    Choice(value, request);
                    break;
                case "parallel_tool_calls":
                    request.OneCallField = Expect.YesNo(value, name) ? null : name;
                    break;
                case "response_format":
                    request.Format = Format(value, losses);
                    break;
                case "n" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n == 1:
                case "logprobs" when value.ValueKind == JsonValueKind.False:
                case "modalities" when Expect.Items(value, name).All(i => Expect.Word(i.Value, i.Path) == "text"):
                    break;
                case "user" or "metadata" or "store" or "service_tier" or "reasoning_effort" or "verbosity" or "prediction":
                case "safety_identifier" or "prompt_cache_key" or "prompt_cache_retention":
                    losses.Drop(name);
                    break;
                default:
                    throw Expect.NotKnown("", member);
            }
        }
    }

    private static void StreamOptions(JsonElement value, NeutralRequest request)
    {
        foreach (var member in Expect.Members(value, "stream_options"))
        {
            switch (member.Name)
            {
                case "include_usage":
                    request.CountsStream = Expect.YesNo(member.Value, "stream_options.include_usage");
                    break;
                // Padding against the guessing of lengths; the stream is cut anew in any case.
                case "include_obfuscation":
                    break;
                default:
                    throw Expect.NotKnown("stream_options", member);
            }
        }
    }

    private static OfferedTool Tool(JsonElement value, string path, Losses losses)
    {
        if (Expect.WordIn(value, "type") is not ("function" or null))
        {
            throw Untranslatable.Unknown($"{path}.type");
        }

        string? tool = null;
        JsonElement description = default, schema = default;
        foreach (var member in Expect.Members(Expect.Member(value, "function", path), $"{path}.function"))
        {
            var place = Expect.In($"{path}.function", member.Name);
            switch (member.Name)
            {
                case "name":
                    tool = Expect.Word(member.Value, place);
                    break;
                case "description":
                    description = Expect.Text(member.Value, place);
                    break;
                case "parameters":
                    schema = Expect.Object(member.Value, place);
                    break;
                case "strict":
                    losses.Drop("strict");
                    break;
                default:
                    throw Untranslatable.Unknown(place);
            }
        }

        return new OfferedTool(tool ?? throw Untranslatable.Here(path, "the function has no name."), description, schema);
    }

    private static void Choice(JsonElement value, NeutralRequest request)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            request.Choice = Texts.Decode(value) switch
            {
                "auto" => ToolChoice.Auto,
                "required" => ToolChoice.Any,
                "none" => ToolChoice.None,
                _ => throw Untranslatable.Unknown("tool_choice"),
            };
        }
        else if (Expect.WordIn(value, "type") == "function" && Expect.WordIn(Expect.Member(value, "function", "tool_choice"), "name") is { } name)
        {
            (request.Choice, request.ChosenTool) = (ToolChoice.Named, name);
        }
        else
        {
            throw Untranslatable.Unknown("tool_choice");
        }
    }

    private static AnswerFormat? Format(JsonElement value, Losses losses)
    {
        switch (Expect.WordIn(value, "type"))
        {
            case "text":
                return null;
            case "json_object":
                return new AnswerFormat(default, null);
            case "json_schema":
                var format = Expect.Member(value, "json_schema", "response_format");
                Expect.Only(format, "response_format.json_schema", "name", "description", "schema", "strict");
                foreach (var lost in Expect.Members(format, "response_format.json_schema").Where(m => m.Name is "description" or "strict"))
                {
                    losses.Drop(lost.Name);
                }

                return new AnswerFormat(Expect.Object(Expect.Member(format, "schema", "response_format.json_schema"), "response_format.json_schema.schema"), Expect.WordIn(format, "name"));
            default:
                throw Untranslatable.Unknown("response_format");
        }
    }
}
