using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting.Claims;

/// <summary>Reads JWT-SVIDs: their subject is the workload's SPIFFE id, and everything else says nothing.</summary>
internal sealed class SpiffeClaims : IClaimsReader
{
    /// <summary>Most characters of an id (SPIFFE-ID §2.3).</summary>
    public const int MaxLength = 2_048;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>>? Read(JsonElement claims) =>
        claims.Text("sub", MaxLength) is { } id && TrustDomainOf(id) is not null ? [new("id", id)] : null;

    /// <summary>The trust domain of an id that names a workload; null when it is no such id (SPIFFE-ID §2).</summary>
    public static string? TrustDomainOf(string id)
    {
        var parts = id.Split('/');
        return parts.Length >= 4 && parts[0] == "spiffe:" && parts[1].Length == 0 && AttestationOptions.IsTrustDomain(parts[2]) && parts.Skip(3).All(IsSegment) ? parts[2] : null;
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment is not ("." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
