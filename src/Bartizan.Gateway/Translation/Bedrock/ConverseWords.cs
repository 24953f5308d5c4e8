using System.Text.Json;

namespace Bartizan.Gateway.Translation.Bedrock;

/// <summary>Converse's words for what all dialects know, both ways.</summary>
internal static class ConverseWords
{
    /// <summary>The setting that a field gives; null when it gives none.</summary>
    public static Setting? SettingOf(string field) => field switch
    {
        "maxTokens" => Setting.MaxTokens,
        "temperature" => Setting.Temperature,
        "topP" => Setting.TopP,
        _ => null,
    };

    /// <summary>The field for a setting; null when there is none.</summary>
    public static string? NameOf(Setting setting) => setting switch
    {
        Setting.MaxTokens => "maxTokens",
        Setting.Temperature => "temperature",
        Setting.TopP => "topP",
        _ => null,
    };

    /// <summary>Why the model stopped, from Converse's word.</summary>
    public static StopReason ReasonOf(string word) => word switch
    {
        "end_turn" => StopReason.End,
        "stop_sequence" => StopReason.StopText,
        "max_tokens" or "model_context_window_exceeded" => StopReason.MaxTokens,
        "tool_use" => StopReason.Calls,
        "content_filtered" or "guardrail_intervened" => StopReason.Filtered,
        _ => StopReason.Other,
    };

    /// <summary>Converse's word for why the model stopped.</summary>
    public static string WordOf(StopReason reason) => reason switch
    {
        StopReason.StopText => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.Calls => "tool_use",
        StopReason.Filtered => "content_filtered",
        _ => "end_turn",
    };

    /// <summary>Reads the <c>usage</c> of <paramref name="body"/>, if it has one. What was read from a cache, and written to it, is counted apart.</summary>
    public static TokenCounts UsageIn(JsonElement body)
    {
        if (!body.TryGetProperty("usage", out var usage))
        {
            return default;
        }

        var cached = Expect.CountIn(usage, "cacheReadInputTokens");
        var input = Expect.CountIn(usage, "inputTokens") + (cached ?? 0) + (Expect.CountIn(usage, "cacheWriteInputTokens") ?? 0);
        return new TokenCounts(input, cached, Expect.CountIn(usage, "outputTokens"));
    }

    /// <summary>Writes a <c>usage</c> member.</summary>
    public static void WriteUsage(Utf8JsonWriter json, TokenCounts usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", Math.Max(0, (usage.Input ?? 0) - (usage.Cached ?? 0)));
        if (usage.Cached is { } cached)
        {
            json.WriteNumber("cacheReadInputTokens", cached);
        }

        json.WriteNumber("outputTokens", usage.Output ?? 0);
        json.WriteNumber("totalTokens", (usage.Input ?? 0) + (usage.Output ?? 0));
        json.WriteEndObject();
    }
}
