using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Reads a response, which is a whole answer or, in a stream, a piece of one.</summary>
internal static class GeminiAnswerReader
{
    /// <summary>Reads a <c>GenerateContentResponse</c>.</summary>
    public static void Read(JsonElement body, AnswerSink answer, Losses losses)
    {
        var members = GeminiWords.Members(body, "").ToList();
        string? Word(string name) => members.Find(m => m.Name == name) is { Value.ValueKind: JsonValueKind.String } found ? Texts.Decode(found.Value) : null;
        answer.Begin(Word("responseId"), Word("modelVersion"));
        foreach (var (name, value, path) in members)
        {
            switch (name)
            {
                case "candidates":
                    foreach (var (candidate, place) in Expect.Items(value, path, orOne: true))
                    {
                        Candidate(candidate, place, answer, losses);
                    }

                    break;
                case "usageMetadata":
                    answer.Usage = answer.Usage.Or(Usage(value));
                    break;
                case "promptFeedback" when GeminiWords.Members(value, path).Any(m => m.Name == "blockReason"):
                    answer.Stop = StopReason.Filtered;
                    break;
                case "error":
                    answer.Error ??= ErrorIn(body);
                    break;
            }
        }
    }

    /// <summary>Reads a <c>functionCall</c>; its id is empty when it has none.</summary>
    public static CallPart ReadCall(JsonElement value, string place)
    {
        string id = "", function = "";
        JsonElement arguments = default;
        foreach (var (name, member, path) in GeminiWords.Members(value, place))
        {
            switch (name)
            {
                case "id":
                    id = Expect.Word(member, path);
                    break;
                case "name":
                    function = Expect.Word(member, path);
                    break;
                case "args":
                    arguments = Expect.Object(member, path);
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }

        return function.Length == 0
            ? throw Untranslatable.Here(place, "the call names no function.")
            : new CallPart(id, function, arguments.ValueKind == JsonValueKind.Undefined ? Texts.Parse(default, place) : arguments);
    }

    /// <summary>The error in a body or event; null when there is none. Some of Google's servers put it in an array.</summary>
    public static AnswerError? ErrorIn(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0)
        {
            body = body[0];
        }

        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error)
            ? AnswerError.Of(Expect.WordIn(error, "message"), Expect.WordIn(error, "status"))
            : null;
    }

    private static void Candidate(JsonElement candidate, string place, AnswerSink answer, Losses losses)
    {
        foreach (var (name, value, path) in GeminiWords.Members(candidate, place))
        {
            switch (name)
            {
                case "index" when value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var index) || index != 0:
                    throw Untranslatable.Here(path, "there is more than one answer.");
                case "content":
                    foreach (var parts in GeminiWords.Members(value, path).Where(m => m.Name == "parts"))
                    {
                        foreach (var (part, at) in Expect.Items(parts.Value, parts.Path, orOne: true))
                        {
                            Part(part, at, answer, losses);
                        }
                    }

                    break;
                case "finishReason":
                    answer.Stop = GeminiWords.ReasonOf(Expect.Word(value, path));
                    break;
                case "groundingMetadata" or "citationMetadata" or "urlContextMetadata":
                    losses.Drop(name);
                    break;
            }
        }
    }

    private static void Part(JsonElement part, string place, AnswerSink answer, Losses losses)
    {
        var members = GeminiWords.Members(part, place).ToList();
        if (members.Exists(m => m.Name == "thought" && m.Value.ValueKind == JsonValueKind.True))
        {
            losses.Drop("thought");
            return;
        }

        foreach (var (name, value, path) in members)
        {
            switch (name)
            {
                case "text":
                    answer.Text(Expect.Text(value, path));
                    break;
                case "functionCall":
                    answer.Call(ReadCall(value, path));
                    break;
                case "thoughtSignature":
                    losses.Drop(name);
                    break;
                case "thought":
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }
    }

    private static TokenCounts Usage(JsonElement usage)
    {
        var counts = GeminiWords.Members(usage, "usageMetadata")
            .Where(m => m.Value.ValueKind == JsonValueKind.Number && m.Value.TryGetInt64(out _)).ToDictionary(m => m.Name, m => m.Value.GetInt64(), StringComparer.Ordinal);
        long? Count(string name) => counts.TryGetValue(name, out var count) ? count : null;
        var thoughts = Count("thoughtsTokenCount");
        return new TokenCounts(
            Count("promptTokenCount") + (Count("toolUsePromptTokenCount") ?? 0),
            Count("cachedContentTokenCount"),
            Count("candidatesTokenCount") is { } said ? said + (thoughts ?? 0) : thoughts);
    }
}
