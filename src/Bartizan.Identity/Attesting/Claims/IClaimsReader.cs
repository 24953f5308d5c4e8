using System.Text.Json;

namespace Bartizan.Identity.Attesting.Claims;

/// <summary>Reads what tokens of one kind say of the workload that they were made for.</summary>
internal interface IClaimsReader
{
    /// <summary>What is said, by name; null when these are not claims of this kind.</summary>
    IReadOnlyList<KeyValuePair<string, string>>? Read(JsonElement claims);
}

/// <summary>The readers by kind.</summary>
internal static class ClaimsReaders
{
    /// <summary>The one for a kind.</summary>
    public static IClaimsReader Of(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Kubernetes => new KubernetesClaims(),
        EvidenceKind.GitHub => FlatClaims.GitHub,
        EvidenceKind.GitLab => FlatClaims.GitLab,
        _ => new SpiffeClaims(),
    };
}
