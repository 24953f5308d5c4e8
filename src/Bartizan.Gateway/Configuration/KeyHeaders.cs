namespace Bartizan.Gateway.Configuration;

/// <summary>In which header a provider's client libraries send the key: ours on the way in, the provider's on the way out.</summary>
internal static class KeyHeaders
{
    /// <summary>The header whose value begins with <c>Bearer</c>.</summary>
    public const string Bearer = "Authorization";

    /// <summary>The header of one provider.</summary>
    public static string Of(ProviderDialect provider) => provider switch
    {
        ProviderDialect.OpenAi or ProviderDialect.Bedrock => Bearer,
        ProviderDialect.Anthropic => "x-api-key",
        ProviderDialect.AzureOpenAi => "api-key",
        ProviderDialect.Gemini => "x-goog-api-key",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "This provider's key header is not known."),
    };
}
