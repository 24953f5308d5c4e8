using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting.Claims;

/// <summary>
/// Reads projected service-account tokens: the claim <c>kubernetes.io</c> with <c>namespace</c>, <c>serviceaccount</c>, and, where the token is bound to them,
/// <c>pod</c> and <c>node</c>, each with <c>name</c> and <c>uid</c>. The subject must say the same.
/// </summary>
internal sealed class KubernetesClaims : IClaimsReader
{
    // Names of objects have at most 253 characters (RFC 1123 subdomains).
    private const int MaxName = 253;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>>? Read(JsonElement claims)
    {
        if (!claims.TryGetProperty("kubernetes.io", out var cluster) || cluster.ValueKind != JsonValueKind.Object
            || cluster.Text("namespace", MaxName) is not { } space
            || !TryObject(cluster, "serviceaccount", out var account) || account is not (var name, _)
            || claims.Text("sub", 600) != $"system:serviceaccount:{space}:{name}"
            || !TryObject(cluster, "pod", out var pod) || !TryObject(cluster, "node", out var node))
        {
            return null;
        }

        var said = new List<KeyValuePair<string, string>> { new("namespace", space), new("serviceaccount", name) };
        foreach (var (what, found) in new[] { ("serviceaccount", account), ("pod", pod), ("node", node) })
        {
            if (found is { } known)
            {
                if (what != "serviceaccount")
                {
                    said.Add(new(what, known.Name));
                }

                said.Add(new(what + "_uid", known.Uid));
            }
        }

        return said.Exists(s => s.Value.AsSpan().ContainsAnyExceptInRange('!', '~')) ? null : said;
    }

    private static bool TryObject(JsonElement cluster, string what, out (string Name, string Uid)? found)
    {
        found = null;
        if (!cluster.TryGetProperty(what, out var json))
        {
            return true;
        }

        if (json.ValueKind == JsonValueKind.Object && json.Text("name", MaxName) is { } name && json.Text("uid", 64) is { } uid)
        {
            found = (name, uid);
        }

        return found is not null;
    }
}
