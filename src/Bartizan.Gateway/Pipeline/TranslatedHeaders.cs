using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bartizan.Gateway.Pipeline;

/// <summary>The headers of a request that goes to another provider than its client's library was made for: what belongs to no dialect, and what the provider wants.</summary>
internal static class TranslatedHeaders
{
    // The only version of Anthropic's API there has been since it had versions.
    private const string AnthropicVersion = "2023-06-01";

    /// <summary>The headers to offer for <paramref name="upstream"/>.</summary>
    public static IHeaderDictionary For(Upstream upstream, IHeaderDictionary client)
    {
        var headers = new HeaderDictionary { [HeaderNames.Connection] = client.Connection };
        foreach (var (name, values) in client)
        {
            if (HeaderRules.IsOfNoDialect(name) || upstream.Passes(name))
            {
                headers[name] = values;
            }
        }

        if (upstream.Dialect == ProviderDialect.Anthropic)
        {
            headers["anthropic-version"] = AnthropicVersion;
        }

        return headers;
    }
}
