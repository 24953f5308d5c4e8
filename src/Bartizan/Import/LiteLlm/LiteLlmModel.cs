using Bartizan.Import.Sources;

namespace Bartizan.Import.LiteLlm;

/// <summary>Carries over one entry of <c>model_list</c>: a name that clients ask for, and a deployment that serves it.</summary>
internal static class LiteLlmModel
{
    public static void Import(ImportPlan plan, SourceNode entry)
    {
        if (entry.Find("litellm_params") is not { } settings || settings.Find("model") is not { Text: { } written } named)
        {
            plan.Refuse(entry, "The entry does not say which model it stands for.", "Give it litellm_params.model and import again.");
            return;
        }

        var (prefix, model) = Split(written, settings.Take("custom_llm_provider"));
        named.Take();
        if (prefix is null || Provider.Find(prefix) is not { } provider)
        {
            plan.Refuse(
                entry,
                prefix is null ? "The provider of this model is not in its name." : "Bartizan does not read this provider's wire format from such an entry.",
                prefix is null ? "Write it as provider/model and import again." : "See docs/gateway.md for what it speaks, and write the upstream by hand where that fits.");
            return;
        }

        var address = settings.Find("api_base") ?? settings.Find("base_url");
        if (Endpoints.Url(plan, entry, address, provider) is not { } url)
        {
            entry.TakeAll();
            return;
        }

        plan.Add(named, provider.Name, new ImportedUpstream
        {
            Dialect = provider.Dialect,
            Url = url,
            Credential = Endpoints.Credential(plan, settings.Find("api_key"), provider.KeyVariable),
            Models = [model],
        });
        Alias(plan, entry.Find("model_name"), model);
    }

    // LiteLLM tells these providers by the model's own name.
    private static (string? Prefix, string Model) Split(string written, string? provider)
    {
        var slash = written.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash > 0 ? written[..slash] : null;
        if (provider is not null)
        {
            return (provider, prefix == provider ? written[(slash + 1)..] : written);
        }

        return prefix is not null ? (prefix, written[(slash + 1)..])
            : (StartsWith("gpt-", "chatgpt-", "o1", "o3", "o4", "text-embedding-") ? "openai" : StartsWith("claude-") ? "anthropic" : null, written);

        bool StartsWith(params string[] beginnings) => Array.Exists(beginnings, b => written.StartsWith(b, StringComparison.Ordinal));
    }

    private static void Alias(ImportPlan plan, SourceNode? name, string model)
    {
        if (name?.Take() is { } alias && alias != model && alias != "*")
        {
            plan.Refuse(
                name,
                "Clients ask for another name than the provider knows, and Bartizan passes names on unchanged, so that what is asked, decided and recorded is one name.",
                $"Have clients ask for {model}.");
        }
    }
}
