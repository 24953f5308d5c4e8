namespace Bartizan.Import;

/// <summary>How a provider is reached from here.</summary>
/// <param name="Name">Name for its upstream.</param>
/// <param name="Dialect">Its dialect as configuration calls it.</param>
/// <param name="Url">Its address; null where everybody has one of their own.</param>
/// <param name="KeyVariable">Environment variable in which its key usually is.</param>
internal sealed record Provider(string Name, string Dialect, string? Url, string KeyVariable)
{
    private static readonly Dictionary<string, Provider> Known = new(StringComparer.Ordinal)
    {
        ["openai"] = new("openai", "openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        ["anthropic"] = new("anthropic", "anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
        ["azure"] = new("azure", "azure-openai", null, "AZURE_API_KEY"),
        ["gemini"] = new("gemini", "gemini", "https://generativelanguage.googleapis.com", "GEMINI_API_KEY"),

        // These speak OpenAI's format.
        ["cerebras"] = new("cerebras", "openai", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        ["deepseek"] = new("deepseek", "openai", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        ["fireworks"] = new("fireworks", "openai", "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
        ["groq"] = new("groq", "openai", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        ["hosted"] = new("hosted", "openai", null, "HOSTED_MODEL_API_KEY"),
        ["mistral"] = new("mistral", "openai", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        ["openrouter"] = new("openrouter", "openai", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        ["together"] = new("together", "openai", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        ["xai"] = new("xai", "openai", "https://api.x.ai/v1", "XAI_API_KEY"),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["azure-openai"] = "azure",
        ["custom_openai"] = "hosted",
        ["fireworks-ai"] = "fireworks",
        ["fireworks_ai"] = "fireworks",
        ["google"] = "gemini",
        ["hosted_vllm"] = "hosted",
        ["litellm_proxy"] = "hosted",
        ["lm_studio"] = "hosted",
        ["mistral-ai"] = "mistral",
        ["openai_like"] = "hosted",
        ["together-ai"] = "together",
        ["together_ai"] = "together",
        ["x-ai"] = "xai",
    };

    /// <summary>The provider of a name in either product's configuration; null when Bartizan does not speak its format.</summary>
    public static Provider? Find(string name) => Known.GetValueOrDefault(Aliases.GetValueOrDefault(name, name));

    /// <summary>The provider whose name a text begins with, as in <c>anthropic-prod-key</c>.</summary>
    public static Provider? Guess(string text) => Known.Keys.Concat(Aliases.Keys)
        .Where(name => text.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MaxBy(name => name.Length) is { } name ? Find(name) : null;
}
