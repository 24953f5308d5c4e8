using Bartizan.Core.Collections;
using Bartizan.Core.Identity;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Registering;

/// <summary>Clients whose id is the address of a document about them (OAuth Client ID Metadata Document): whoever holds the address is the client.</summary>
internal sealed class MetadataDocuments(RegistrationOptions options, GuardedFetcher fetcher, IConsentStore store, TimeProvider clock)
{
    /// <summary>How long a document counts before it is read again, whatever its host says.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly RecentMap<string, DateTimeOffset> _read = new(1_000);

    /// <summary>
    /// Whether a client id can be such an address: https, with a host and a path, written as a URL parser would write it, and without user, query or fragment.
    /// </summary>
    public static bool IsId(string id) =>
        id.StartsWith("https://", StringComparison.Ordinal)
        && Uri.TryCreate(id, UriKind.Absolute, out var uri)
        && string.Equals(uri.AbsoluteUri, id, StringComparison.Ordinal)
        && uri.UserInfo.Length == 0
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
        && uri.AbsolutePath.Length > 1;

    /// <summary>The client of an address, reading its document when that was not done lately; null when there is none.</summary>
    public async ValueTask<OutsideClient?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id) || !options.Takes(new Uri(id).IdnHost))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var known = await store.FindOutsideAsync(id, cancellationToken);
        if (known is not null && _read.TryGet(id, out var read) && now - read < Fresh)
        {
            return known;
        }

        if (await fetcher.ReadJsonAsync(new Uri(id), cancellationToken) is not { } bytes
            || StrictJson.Object(bytes) is not { } json
            || json.Text("client_id", 512) != id
            || ClientMetadata.Read(json, new Uri(id).IdnHost).Metadata is not { } metadata
            || !await store.SetOutsideAsync(id, metadata, now, cancellationToken))
        {
            return null;
        }

        _read.Set(id, now);
        return await store.FindOutsideAsync(id, cancellationToken);
    }
}
