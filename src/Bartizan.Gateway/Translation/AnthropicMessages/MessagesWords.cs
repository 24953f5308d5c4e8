using System.Text.Json;

namespace Bartizan.Gateway.Translation.AnthropicMessages;

/// <summary>Anthropic's words for what all dialects know, both ways.</summary>
internal static class MessagesWords
{
    /// <summary>The setting that a field gives; null when it gives none.</summary>
    public static Setting? SettingOf(string field) => field switch
    {
        "max_tokens" => Setting.MaxTokens,
        "temperature" => Setting.Temperature,
        "top_p" => Setting.TopP,
        "top_k" => Setting.TopK,
        _ => null,
    };

    /// <summary>The field for a setting; null when there is none.</summary>
    public static string? NameOf(Setting setting) => setting switch
    {
        Setting.MaxTokens => "max_tokens",
        Setting.Temperature => "temperature",
        Setting.TopP => "top_p",
        Setting.TopK => "top_k",
        _ => null,
    };

    /// <summary>Why the model stopped, from Anthropic's word.</summary>
    public static StopReason ReasonOf(string word) => word switch
    {
        "end_turn" => StopReason.End,
        "stop_sequence" => StopReason.StopText,
        "max_tokens" or "model_context_window_exceeded" => StopReason.MaxTokens,
        "tool_use" => StopReason.Calls,
        "refusal" => StopReason.Filtered,
        _ => StopReason.Other,
    };

    /// <summary>Anthropic's word for why the model stopped.</summary>
    public static string WordOf(StopReason reason) => reason switch
    {
        StopReason.StopText => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.Calls => "tool_use",
        StopReason.Filtered => "refusal",
        _ => "end_turn",
    };

    /// <summary>Reads a <c>usage</c>. Anthropic counts what it read from its cache, and wrote to it, apart from the rest.</summary>
    public static TokenCounts UsageOf(JsonElement usage)
    {
        var cached = Expect.CountIn(usage, "cache_read_input_tokens");
        var input = Expect.CountIn(usage, "input_tokens") + (cached ?? 0) + (Expect.CountIn(usage, "cache_creation_input_tokens") ?? 0);
        return new TokenCounts(input, cached, Expect.CountIn(usage, "output_tokens"));
    }

    /// <summary>Writes a <c>usage</c> member.</summary>
    public static void WriteUsage(Utf8JsonWriter json, TokenCounts usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", Math.Max(0, (usage.Input ?? 0) - (usage.Cached ?? 0)));
        if (usage.Cached is { } cached)
        {
            json.WriteNumber("cache_read_input_tokens", cached);
        }

        json.WriteNumber("output_tokens", usage.Output ?? 0);
        json.WriteEndObject();
    }
}
