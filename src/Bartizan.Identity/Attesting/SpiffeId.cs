using Bartizan.Identity.Attesting.Claims;

namespace Bartizan.Identity.Attesting;

/// <summary>The SPIFFE id of a run: <c>spiffe://trust-domain/agent/agt_…/instance/ins_…</c>.</summary>
internal static class SpiffeId
{
    /// <summary>Writes it.</summary>
    public static string Of(string trustDomain, string agent, string instance) => $"{TrustedIssuerOptions.SpiffeScheme}{trustDomain}/agent/{agent}/instance/{instance}";

    /// <summary>Whether a text is an id at all, rather than that of an agent or a person.</summary>
    public static bool IsId(string text) => text.StartsWith(TrustedIssuerOptions.SpiffeScheme, StringComparison.Ordinal);

    /// <summary>Reads it back; null when it is not exactly that.</summary>
    public static (string Agent, string Instance)? Read(string text, string trustDomain) =>
        SpiffeClaims.TrustDomainOf(text) == trustDomain && text.Split('/') is [_, _, _, "agent", var agent, "instance", var instance] ? (agent, instance) : null;
}
