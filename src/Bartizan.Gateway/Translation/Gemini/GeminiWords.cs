using System.Text.Json;
using Bartizan.Gateway.Dialects.Gemini;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>Gemini's words for what all dialects know, both ways.</summary>
internal static class GeminiWords
{
    /// <summary>The members of an object, by their names in camelCase however they are spelled, with their places.</summary>
    public static IEnumerable<(string Name, JsonElement Value, string Path)> Members(JsonElement value, string path) =>
        Expect.Members(value, path.Length == 0 ? "the body" : path).Select(m => (Camel(m.Name), m.Value, Expect.In(path, m.Name)));

    /// <summary>A field's name in camelCase.</summary>
    public static string Camel(string name) => name.Contains('_', StringComparison.Ordinal) ? GeminiFields.Camel(name) : name;

    /// <summary>The setting that a field gives; null when it gives none.</summary>
    public static Setting? SettingOf(string field) => field switch
    {
        "maxOutputTokens" => Setting.MaxTokens,
        "temperature" => Setting.Temperature,
        "topP" => Setting.TopP,
        "topK" => Setting.TopK,
        "seed" => Setting.Seed,
        "frequencyPenalty" => Setting.FrequencyPenalty,
        "presencePenalty" => Setting.PresencePenalty,
        _ => null,
    };

    /// <summary>The field for a setting.</summary>
    public static string? NameOf(Setting setting) => setting switch
    {
        Setting.MaxTokens => "maxOutputTokens",
        Setting.Temperature => "temperature",
        Setting.TopP => "topP",
        Setting.TopK => "topK",
        Setting.Seed => "seed",
        Setting.FrequencyPenalty => "frequencyPenalty",
        Setting.PresencePenalty => "presencePenalty",
        _ => null,
    };

    /// <summary>Why the model stopped, from Gemini's word.</summary>
    public static StopReason ReasonOf(string word) => word switch
    {
        "STOP" => StopReason.End,
        "MAX_TOKENS" => StopReason.MaxTokens,
        "SAFETY" or "RECITATION" or "LANGUAGE" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" => StopReason.Filtered,
        _ => StopReason.Other,
    };

    /// <summary>Gemini's word for why the model stopped.</summary>
    public static string WordOf(StopReason reason) => reason switch
    {
        StopReason.MaxTokens => "MAX_TOKENS",
        StopReason.Filtered => "SAFETY",
        StopReason.Other => "OTHER",
        _ => "STOP",
    };
}
