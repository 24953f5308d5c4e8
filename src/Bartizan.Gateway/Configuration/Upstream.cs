namespace Bartizan.Gateway.Configuration;

/// <summary>An upstream, compiled: its address, what it serves, and its key. The key leaves this type only as a header of a request to that address.</summary>
public sealed class Upstream
{
    private readonly string _key;
    private readonly HashSet<string> _passHeaders;

    internal Upstream(UpstreamOptions options)
    {
        Name = options.Name;
        Dialect = options.Dialect;
        Models = options.Models;
        Base = new Uri(options.Url.TrimEnd('/'));
        _passHeaders = new HashSet<string>(options.PassHeaders, StringComparer.OrdinalIgnoreCase);
        _key = CredentialReference.TryParse(options.Credential)!.Resolve();
        Endpoint = new Uri(Base.AbsoluteUri.TrimEnd('/') + (Dialect == ProviderDialect.OpenAi ? "/chat/completions" : "/v1/messages"));
        BetaEndpoint = new Uri(Endpoint.AbsoluteUri + "?beta=true");
    }

    public string Name { get; }

    public ProviderDialect Dialect { get; }

    /// <summary>Model names and patterns it serves.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The configured address.</summary>
    public Uri Base { get; }

    /// <summary>Where a conversation is sent.</summary>
    internal Uri Endpoint { get; }

    /// <summary>The same, for clients that ask for beta features in the query.</summary>
    internal Uri BetaEndpoint { get; }

    /// <summary>Whether it serves a model.</summary>
    public bool Serves(ReadOnlySpan<char> model)
    {
        foreach (var pattern in Models)
        {
            if (Configuration.ModelPattern.Matches(pattern, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the configuration lets a further request header through to it.</summary>
    internal bool Passes(string header) => _passHeaders.Count > 0 && _passHeaders.Contains(header);

    /// <summary>Puts the key on a request; the last thing done before it is sent.</summary>
    internal void Authorize(HttpRequestMessage request)
    {
        if (Dialect == ProviderDialect.OpenAi)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _key);
        }
        else
        {
            request.Headers.TryAddWithoutValidation("x-api-key", _key);
        }
    }
}
