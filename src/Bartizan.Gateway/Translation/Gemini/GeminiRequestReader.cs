using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Reads a request of Gemini's generateContent (ai.google.dev, "Generating content"), each field in either of its spellings.</summary>
internal static class GeminiRequestReader
{
    /// <summary>Reads the whole body. What is neither carried nor known to be harmless to lose is refused.</summary>
    public static void Read(JsonElement body, NeutralRequest request, Losses losses)
    {
        foreach (var (name, value, path) in GeminiWords.Members(body, ""))
        {
            switch (name)
            {
                case "contents":
                    new GeminiContentReader(request, losses).Read(value);
                    break;
                case "systemInstruction":
                    request.System.AddRange(GeminiContentReader.Instructions(value, path));
                    break;
                case "tools":
                    Tools(value, request);
                    break;
                case "toolConfig":
                    ToolConfig(value, request);
                    break;
                case "generationConfig":
                    GenerationConfig(value, request, losses);
                    break;
                case "safetySettings" when Expect.Items(value, path, orOne: true).All(i => Expect.WordIn(i.Value, "threshold") is "OFF" or "BLOCK_NONE"):
                case "labels":
                    losses.Drop(name);
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }
    }

    private static void Tools(JsonElement value, NeutralRequest request)
    {
        foreach (var (tool, place) in Expect.Items(value, "tools", orOne: true))
        {
            foreach (var (name, declarations, path) in GeminiWords.Members(tool, place))
            {
                if (name != "functionDeclarations")
                {
                    throw Untranslatable.Unknown(path);
                }

                request.Tools.AddRange(Expect.Items(declarations, path, orOne: true).Select(i => Tool(i.Value, i.Path)));
            }
        }
    }

    private static OfferedTool Tool(JsonElement declaration, string place)
    {
        string? tool = null;
        JsonElement description = default, schema = default;
        foreach (var (name, value, path) in GeminiWords.Members(declaration, place))
        {
            switch (name)
            {
                case "name":
                    tool = Expect.Word(value, path);
                    break;
                case "description":
                    description = Expect.Text(value, path);
                    break;
                case "parameters":
                    schema = GeminiSchema.ToJsonSchema(value, path);
                    break;
                case "parametersJsonSchema":
                    schema = Expect.Object(value, path);
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }

        return new OfferedTool(tool ?? throw Untranslatable.Here(place, "the function has no name."), description, schema);
    }

    private static void ToolConfig(JsonElement value, NeutralRequest request)
    {
        foreach (var (name, config, place) in GeminiWords.Members(value, "toolConfig"))
        {
            if (name != "functionCallingConfig")
            {
                throw Untranslatable.Unknown(place);
            }

            foreach (var (field, setting, path) in GeminiWords.Members(config, place))
            {
                switch (field)
                {
                    case "mode":
                        request.Choice = Expect.Word(setting, path) switch
                        {
                            "MODE_UNSPECIFIED" => ToolChoice.Unsaid,
                            "AUTO" => ToolChoice.Auto,
                            "ANY" => ToolChoice.Any,
                            "NONE" => ToolChoice.None,
                            _ => throw Untranslatable.Unknown(path),
                        };
                        break;
                    case "allowedFunctionNames" when setting.ValueKind == JsonValueKind.Array && setting.GetArrayLength() == 1:
                        request.ChosenTool = Expect.Word(setting[0], path);
                        break;
                    default:
                        throw Untranslatable.Unknown(path);
                }
            }
        }

        if (request.ChosenTool.Length > 0)
        {
            request.Choice = request.Choice == ToolChoice.Any ? ToolChoice.Named : throw Untranslatable.Here("toolConfig", "names of functions go with the mode ANY.");
        }
    }

    private static void GenerationConfig(JsonElement value, NeutralRequest request, Losses losses)
    {
        JsonElement schema = default;
        var json = false;
        foreach (var (name, setting, path) in GeminiWords.Members(value, "generationConfig"))
        {
            if (GeminiWords.SettingOf(name) is { } known)
            {
                request.Settings[known] = new GivenSetting(name, Expect.Number(setting, path));
                continue;
            }

            switch (name)
            {
                case "stopSequences":
                    request.Stop.AddRange(Expect.Items(setting, path, orOne: true).Select(i => Expect.Text(i.Value, i.Path)));
                    break;
                case "responseMimeType" when Expect.Word(setting, path) is "application/json" or "text/plain" or "":
                    json = Texts.Decode(setting) == "application/json";
                    break;
                case "responseSchema":
                    schema = GeminiSchema.ToJsonSchema(setting, path);
                    break;
                case "responseJsonSchema":
                    schema = Expect.Object(setting, path);
                    break;
                case "candidateCount" when setting.ValueKind == JsonValueKind.Number && setting.TryGetInt32(out var count) && count == 1:
                case "responseLogprobs" when setting.ValueKind == JsonValueKind.False:
                case "responseModalities" when Expect.Items(setting, path, orOne: true).All(i => Expect.Word(i.Value, i.Path) == "TEXT"):
                    break;
                case "thinkingConfig" or "mediaResolution":
                    losses.Drop(name);
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }

        request.Format = json || schema.ValueKind != JsonValueKind.Undefined ? new AnswerFormat(schema, null) : null;
    }
}
