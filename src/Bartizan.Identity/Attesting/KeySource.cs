using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting;

/// <summary>Where an issuer's keys come from: a file, an address, or the address that its discovery document names (OpenID Connect Discovery §4).</summary>
internal sealed class KeySource(TrustedIssuerOptions options, GuardedFetcher fetcher)
{
    private const string Discovery = "/.well-known/openid-configuration";

    // JWT-SVID §6.1.
    private string Use => options.Kind == EvidenceKind.Spiffe ? "jwt-svid" : "sig";

    /// <summary>Reads them; null when they cannot be had.</summary>
    public async Task<JsonWebKeySet?> ReadAsync() =>
        await BytesAsync() is { } bytes ? JsonWebKeySet.ParsePublished(bytes, Use, options.Algorithms) : null;

    private async Task<byte[]?> BytesAsync()
    {
        if (options.KeysFile is { } file)
        {
            return await FileAsync(file);
        }

        return (options.KeysUrl ?? await DiscoverAsync()) is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? await fetcher.ReadJsonAsync(address, CancellationToken.None) : null;
    }

    // The document must say that it is this issuer's: else a host with several could be made to vouch for another.
    private async Task<string?> DiscoverAsync() =>
        await fetcher.ReadJsonAsync(new Uri(options.Issuer.TrimEnd('/') + Discovery), CancellationToken.None) is { } bytes
        && StrictJson.Object(bytes) is { } document
        && document.Text("issuer", 2_048) == options.Issuer
            ? document.Text("jwks_uri", 2_048)
            : null;

    private static async Task<byte[]?> FileAsync(string file)
    {
        try
        {
            return new FileInfo(file).Length <= JsonWebKeySet.MaxBytes ? await File.ReadAllBytesAsync(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
