using Bartizan.Identity.Fetching;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>The way to receivers: the open internet, and the hosts inside that a person named.</summary>
internal sealed class SignalFetcher(IReadOnlyList<string> hosts) : IDisposable
{
    /// <summary>The way.</summary>
    public GuardedFetcher Fetcher { get; } = new(hosts);

    /// <summary>Whether a receiver's address is one at all: https, and http only on this machine where that was named.</summary>
    public bool IsGood(string address) =>
        Federation.ProviderAddress.IsGood(address, inside: true) && new Uri(address) is var uri && (uri.Scheme == Uri.UriSchemeHttps || hosts.Contains(uri.DnsSafeHost, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public void Dispose() => Fetcher.Dispose();
}
