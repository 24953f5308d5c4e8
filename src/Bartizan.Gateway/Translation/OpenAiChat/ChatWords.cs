using System.Text.Json;

namespace Bartizan.Gateway.Translation.OpenAiChat;

/// <summary>OpenAI's words for what all dialects know, both ways.</summary>
internal static class ChatWords
{
    /// <summary>The setting that a field gives; null when it gives none.</summary>
    public static Setting? SettingOf(string field) => field switch
    {
        "max_tokens" or "max_completion_tokens" => Setting.MaxTokens,
        "temperature" => Setting.Temperature,
        "top_p" => Setting.TopP,
        "seed" => Setting.Seed,
        "frequency_penalty" => Setting.FrequencyPenalty,
        "presence_penalty" => Setting.PresencePenalty,
        _ => null,
    };

    /// <summary>The field for a setting; null when there is none.</summary>
    public static string? NameOf(Setting setting) => setting switch
    {
        Setting.MaxTokens => "max_completion_tokens",
        Setting.Temperature => "temperature",
        Setting.TopP => "top_p",
        Setting.Seed => "seed",
        Setting.FrequencyPenalty => "frequency_penalty",
        Setting.PresencePenalty => "presence_penalty",
        _ => null,
    };

    /// <summary>Why the model stopped, from OpenAI's word.</summary>
    public static StopReason ReasonOf(string word) => word switch
    {
        "stop" => StopReason.End,
        "length" => StopReason.MaxTokens,
        "tool_calls" or "function_call" => StopReason.Calls,
        "content_filter" => StopReason.Filtered,
        _ => StopReason.Other,
    };

    /// <summary>OpenAI's word for why the model stopped.</summary>
    public static string WordOf(StopReason reason) => reason switch
    {
        StopReason.MaxTokens => "length",
        StopReason.Calls => "tool_calls",
        StopReason.Filtered => "content_filter",
        _ => "stop",
    };

    /// <summary>Reads the <c>usage</c> of <paramref name="body"/>, if it has one.</summary>
    public static TokenCounts UsageIn(JsonElement body) =>
        body.TryGetProperty("usage", out var usage)
            ? new TokenCounts(
                Expect.CountIn(usage, "prompt_tokens"),
                usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("prompt_tokens_details", out var details) ? Expect.CountIn(details, "cached_tokens") : null,
                Expect.CountIn(usage, "completion_tokens"))
            : default;

    /// <summary>Writes a <c>usage</c> member.</summary>
    public static void WriteUsage(Utf8JsonWriter json, TokenCounts usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", usage.Input ?? 0);
        json.WriteNumber("completion_tokens", usage.Output ?? 0);
        json.WriteNumber("total_tokens", (usage.Input ?? 0) + (usage.Output ?? 0));
        if (usage.Cached is { } cached)
        {
            json.WriteStartObject("prompt_tokens_details");
            json.WriteNumber("cached_tokens", cached);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
