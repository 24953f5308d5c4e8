using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Attesting;

/// <summary>Where an issuer's keys come from: a file, an address, or the address that its discovery document names (OpenID Connect Discovery §4).</summary>
internal sealed class KeySource(TrustedIssuerOptions options, GuardedFetcher fetcher)
{
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

        var address = options.KeysUrl is { } url ? new Uri(url) : (await IssuerDocument.FindAsync(fetcher, options.Issuer, openId: true))?.Keys;
        return address is null ? null : await fetcher.ReadJsonAsync(address, CancellationToken.None);
    }

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
