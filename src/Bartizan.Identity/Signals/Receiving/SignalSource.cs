using Bartizan.Identity.Federation;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>A transmitter as it is reached: its keys, read when first needed and kept for a while. Safe for threads.</summary>
internal sealed class SignalSource : IDisposable
{
    private readonly SharedReading<JsonWebKeySet> _keys;

    /// <summary>Makes one.</summary>
    /// <param name="options">As configured.</param>
    /// <param name="provider">The identity provider whose people it signals about.</param>
    /// <param name="fetcher">Its own, so that a slow one holds up nobody else.</param>
    /// <param name="clock">What time it is.</param>
    public SignalSource(SignalSourceOptions options, ProviderOptions provider, GuardedFetcher fetcher, TimeProvider clock)
    {
        (Options, Provider, Fetcher) = (options, provider, fetcher);
        _keys = new(ReadKeysAsync, clock);
    }

    /// <summary>As configured.</summary>
    public SignalSourceOptions Options { get; }

    /// <summary>The identity provider whose people it signals about.</summary>
    public ProviderOptions Provider { get; }

    /// <summary>The way to it.</summary>
    public GuardedFetcher Fetcher { get; }

    /// <summary>Its keys, read anew where the one of an id is not among them, but not often; null when they cannot be had.</summary>
    public ValueTask<JsonWebKeySet?> KeysAsync(string? id, CancellationToken cancellationToken) => _keys.GetAsync(keys => keys.Find(id) is not null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Fetcher.Dispose();

    /// <summary>Where the document of an issuer is: its path stands behind the well-known one (SSF 1.0 §7.2).</summary>
    public static Uri Place(string issuer)
    {
        var uri = new Uri(issuer);
        return new Uri(uri.GetLeftPart(UriPartial.Authority) + "/.well-known/ssf-configuration" + uri.AbsolutePath.TrimEnd('/'));
    }

    private async Task<JsonWebKeySet?> ReadKeysAsync() =>
        await Fetcher.ReadJsonAsync(Place(Options.Issuer), CancellationToken.None) is { } bytes
            && StrictJson.Object(bytes) is { } document
            && document.Text("issuer", 512) == Options.Issuer
            && document.Text("jwks_uri", 512) is { } address
            && ProviderAddress.IsGood(address, Options.Inside)
            && await Fetcher.ReadJsonAsync(new Uri(address), CancellationToken.None) is { } keys
            ? JsonWebKeySet.ParsePublished(keys, "sig", [Options.Algorithm])
            : null;
}
