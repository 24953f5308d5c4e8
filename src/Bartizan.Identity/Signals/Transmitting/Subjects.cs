using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Json;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Subject identifiers (RFC 9493) of what is here, as others know it from access tokens.</summary>
internal static class Subjects
{
    private const int Largest = 1_024;

    /// <summary>A person or an agent: <c>iss</c> and <c>sub</c> of its access tokens.</summary>
    public static JsonObject Party(Issuer issuer, string id) => new() { ["format"] = "iss_sub", ["iss"] = issuer.Origin, ["sub"] = id };

    /// <summary>A run of an agent: its SPIFFE id.</summary>
    public static JsonObject Run(Issuer issuer, string agent, string instance) => new() { ["format"] = "uri", ["uri"] = SpiffeId.Of(issuer.TrustDomain, agent, instance) };

    /// <summary>A piece of work or a mandate, within this installation.</summary>
    public static JsonObject Session(Issuer issuer, string id) => new() { ["format"] = "complex", ["tenant"] = Tenant(issuer), ["session"] = Opaque(id) };

    /// <summary>All of this installation.</summary>
    public static JsonObject Everything(Issuer issuer) => new() { ["format"] = "complex", ["tenant"] = Tenant(issuer) };

    /// <summary>A name that only both sides of a stream know, such as a stream's.</summary>
    public static JsonObject Opaque(string id) => new() { ["format"] = "opaque", ["id"] = id };

    /// <summary>A subject that somebody sent in its one spelling; null when it is none.</summary>
    public static string? Canonical(JsonElement subject) =>
        subject.ValueKind == JsonValueKind.Object && subject.Text("format", 32) is not null ? CanonicalJson.Exact(Encoding.UTF8.GetBytes(subject.GetRawText()), Largest) : null;

    /// <summary>
    /// Whether two subjects match (SSF 1.0 §8.1.3.1): simple ones that are the same; complex ones of which no member that both have differs, and which have one
    /// in common.
    /// </summary>
    public static bool Match(JsonElement one, JsonElement other)
    {
        if (one.Text("format", 32) != "complex" || other.Text("format", 32) != "complex")
        {
            return JsonElement.DeepEquals(one, other);
        }

        var both = one.EnumerateObject().Where(m => m.Name != "format" && other.TryGetProperty(m.Name, out _)).ToList();
        return both.Count > 0 && both.All(m => JsonElement.DeepEquals(m.Value, other.GetProperty(m.Name)));
    }

    private static JsonObject Tenant(Issuer issuer) => new() { ["format"] = "uri", ["uri"] = issuer.Origin };
}
