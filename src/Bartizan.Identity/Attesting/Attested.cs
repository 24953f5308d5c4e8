using Bartizan.Core.Identity.Registry;

namespace Bartizan.Identity.Attesting;

/// <summary>What an instance rests its wish for an identity on.</summary>
/// <param name="Evidence">What it showed now; empty where it goes on by the identity that it has.</param>
/// <param name="Renews">The run that goes on by its identity; null where evidence was shown.</param>
internal sealed record Attested(IReadOnlyList<Evidence> Evidence, AgentInstance? Renews)
{
    /// <summary>What all of it says.</summary>
    public IReadOnlyList<string> Selectors { get; } = Renews?.Selectors ?? [.. Evidence.SelectMany(e => e.Selectors)];

    /// <summary>Digest of the code that runs, as <c>sha256:</c> and 64 hex digits; null when nothing says.</summary>
    public string? Code => Selectors.FirstOrDefault(s => s.StartsWith(Attesting.Evidence.CodeSelector, StringComparison.Ordinal)) is { } said ? "sha256:" + said[Attesting.Evidence.CodeSelector.Length..] : null;

    /// <summary>Who vouches for it.</summary>
    public IReadOnlyList<string> Sources { get; } = [.. (Renews?.Selectors.Select(s => s[..s.IndexOf(':', StringComparison.Ordinal)]) ?? Evidence.Select(e => e.Source)).Distinct(StringComparer.Ordinal)];
}
