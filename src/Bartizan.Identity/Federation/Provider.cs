using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Federation;

/// <summary>A provider as it is reached: what it says of itself, and its keys, read when first needed and kept for a while. Safe for threads.</summary>
internal sealed class Provider : IDisposable
{
    private readonly SharedReading<IssuerDocument> _document;
    private readonly SharedReading<JsonWebKeySet> _keys;

    /// <summary>Makes one.</summary>
    /// <param name="options">As configured.</param>
    /// <param name="fetcher">Its own, so that a slow one holds up nobody else.</param>
    /// <param name="clock">What time it is.</param>
    public Provider(ProviderOptions options, GuardedFetcher fetcher, TimeProvider clock)
    {
        (Options, Fetcher) = (options, fetcher);
        _document = new(ReadDocumentAsync, clock);
        _keys = new(ReadKeysAsync, clock);
    }

    /// <summary>As configured.</summary>
    public ProviderOptions Options { get; }

    /// <summary>The way to it.</summary>
    public GuardedFetcher Fetcher { get; }

    /// <summary>What it says of itself; null when it cannot be reached, or does not say what it must.</summary>
    public ValueTask<IssuerDocument?> DocumentAsync(CancellationToken cancellationToken) => _document.GetAsync(null, cancellationToken);

    /// <summary>Its key of an id; without one its only key. Keys that are not known yet are looked for, but not often. Null when there is none.</summary>
    public async ValueTask<JsonWebKey?> KeyAsync(string? id, CancellationToken cancellationToken) =>
        (await _keys.GetAsync(keys => keys.Find(id) is not null, cancellationToken))?.Find(id);

    /// <inheritdoc/>
    public void Dispose() => Fetcher.Dispose();

    private async Task<IssuerDocument?> ReadDocumentAsync() =>
        await IssuerDocument.FindAsync(Fetcher, Options.Issuer, openId: true) is { Authorization: not null, Token: not null, Keys: not null } document ? document : null;

    private async Task<JsonWebKeySet?> ReadKeysAsync() =>
        await DocumentAsync(CancellationToken.None) is { } document && await Fetcher.ReadJsonAsync(document.Keys!, CancellationToken.None) is { } bytes
            ? JsonWebKeySet.ParsePublished(bytes, "sig", [Options.Algorithm])
            : null;
}
