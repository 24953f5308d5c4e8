using Bartizan.Gateway.Configuration;
using Bartizan.Import.Sources;

namespace Bartizan.Import.Portkey;

/// <summary>Carries over one target: a provider with its key.</summary>
internal static class PortkeyTarget
{
    public static void Import(ImportPlan plan, SourceNode target)
    {
        if (Find(plan, target) is not { } provider)
        {
            plan.Refuse(
                target,
                target.Find("provider") is null ? "The target does not say which provider it is." : "Bartizan does not read this provider's wire format from such an entry.",
                "See docs/gateway.md for what it speaks, and write the upstream by hand where that fits.");
            return;
        }

        if (Url(plan, target, provider) is not { } url)
        {
            target.TakeAll();
            return;
        }

        target.Take("name");
        var model = target.Find("override_params")?.Find("model");
        plan.Add(target.Find("provider") ?? target, provider.Name, new ImportedUpstream
        {
            Dialect = provider.Dialect,
            Url = url,
            Credential = Credential(plan, target, provider),
            Models = [(provider.Dialect == "azure-openai" ? target.Take("deployment_id") : null) ?? model?.Text ?? "*"],
            PassHeaders = [.. Headers(plan, target)],
        });
        if (model is not null)
        {
            plan.Refuse(model, "Bartizan serves this model there, but passes names on unchanged: it does not override what clients ask for.", "Have clients ask for this model.");
        }
    }

    private static Provider? Find(ImportPlan plan, SourceNode target)
    {
        if (target.Find("provider") is { Text: { } name } written && !name.StartsWith('@'))
        {
            written.Take();
            return Provider.Find(name);
        }

        var slug = target.Find("virtual_key") ?? target.Find("provider");
        if (slug?.Text is not { } text || Provider.Guess(text.TrimStart('@')) is not { } guessed)
        {
            return null;
        }

        plan.Refuse(slug, $"The key lies in Portkey's vault; the provider was guessed from its name to be {guessed.Name}.", $"Check the provider, and put the key itself in the environment variable {guessed.KeyVariable}.");
        return guessed;
    }

    private static string? Url(ImportPlan plan, SourceNode target, Provider provider)
    {
        var resource = target.Take("resource_name");
        if (provider.Dialect == "azure-openai" && target.Find("custom_host") is null && resource is { Length: > 0 and <= 64 } && resource.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return $"https://{resource}.openai.azure.com";
        }

        return Endpoints.Url(plan, target, target.Find("custom_host"), provider);
    }

    private static string Credential(ImportPlan plan, SourceNode target, Provider provider)
    {
        if (target.Find("virtual_key") is { IsUsed: false } slug)
        {
            plan.Refuse(slug, "The key lies in Portkey's vault.", $"Put the key itself in the environment variable {provider.KeyVariable}.");
        }

        return Endpoints.Credential(plan, target.Find("api_key"), provider.KeyVariable);
    }

    private static IEnumerable<string> Headers(ImportPlan plan, SourceNode target)
    {
        foreach (var header in target.Find("forward_headers")?.Items ?? [])
        {
            if (header.Take() is { } name && GatewayOptionsValidator.MayBePassed(name))
            {
                yield return name;
            }
            else
            {
                plan.Refuse(header, "This header may not travel on.", "Headers that carry credentials, frame the message or belong to one connection stay here.");
            }
        }
    }
}
