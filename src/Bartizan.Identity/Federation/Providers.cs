using Bartizan.Identity.Fetching;

namespace Bartizan.Identity.Federation;

/// <summary>The configured providers.</summary>
public sealed class Providers : IDisposable
{
    private readonly Provider[] _providers;

    /// <summary>Takes what was configured.</summary>
    public Providers(SignInOptions options, TimeProvider clock)
        : this(options, clock, inside => new GuardedFetcher(inside))
    {
    }

    /// <summary>The same with the fetchers of a test.</summary>
    internal Providers(SignInOptions options, TimeProvider clock, Func<string[], GuardedFetcher> fetcher) =>
        _providers = [.. options.Providers.Select(p => new Provider(p, fetcher(p.Inside ? [new Uri(p.Issuer).DnsSafeHost] : []), clock))];

    /// <summary>All of them.</summary>
    public IEnumerable<ProviderOptions> All => _providers.Select(p => p.Options);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_providers, p => p.Dispose());

    /// <summary>The one of a name, or null.</summary>
    internal Provider? Find(string name) => Array.Find(_providers, p => p.Options.Name == name);

    /// <summary>The one of an issuer, or null.</summary>
    internal Provider? FindIssuer(string issuer) => Array.Find(_providers, p => p.Options.Issuer == issuer);
}
