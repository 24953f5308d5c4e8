using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>A number that steers the model, as at least two dialects know it.</summary>
internal enum Setting
{
    MaxTokens,
    Temperature,
    TopP,
    TopK,
    Seed,
    FrequencyPenalty,
    PresencePenalty,
}

/// <summary>A setting as it was given.</summary>
/// <param name="Field">The client's own name for it.</param>
/// <param name="Value">A JSON number, in the form it came in.</param>
internal readonly record struct GivenSetting(string Field, JsonElement Value);
