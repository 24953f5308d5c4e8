using Bartizan.Core.Identity.Registry;

namespace Bartizan.Identity.Attesting;

/// <summary>One thing that an instance showed and that holds. By itself it grants nothing.</summary>
/// <param name="Source">Who vouches for it: the name of a trusted issuer, <c>unix</c>, <c>tls</c> or <c>join</c>. All selectors begin with it, so that what two say never mixes.</param>
/// <param name="Selectors">What it says, each as <c>source:what=value</c>.</param>
internal sealed record Evidence(string Source, IReadOnlyList<string> Selectors)
{
    /// <summary>What must be remembered of it so that no other key can show it; null where nobody else can.</summary>
    public ShownEvidence? Shown { get; init; }

    /// <summary>The join token that it costs, by its hash; null for none.</summary>
    public byte[]? JoinToken { get; init; }

    /// <summary>The beginning of the selector that says which code runs; 64 hex digits follow.</summary>
    public const string CodeSelector = TrustedIssuerOptions.UnixSource + ":sha256=";

    /// <summary>Writes selectors.</summary>
    public static IReadOnlyList<string> Write(string source, IEnumerable<KeyValuePair<string, string>> said) => [.. said.Select(s => $"{source}:{s.Key}={s.Value}")];
}

/// <summary>Evidence, or why there is none; the reason is for the record, not for the caller.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Wrong">Half a sentence.</param>
internal readonly record struct EvidenceResult(Evidence? Evidence, string? Wrong)
{
    /// <summary>It holds.</summary>
    public static EvidenceResult Holds(Evidence evidence) => new(evidence, null);

    /// <summary>It does not.</summary>
    public static EvidenceResult Fails(string wrong) => new(null, wrong);
}
