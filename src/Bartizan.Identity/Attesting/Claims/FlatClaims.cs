using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting.Claims;

/// <summary>Reads claims that stand side by side, as texts: those of CI systems. What is not listed is not told, so that a new claim means nothing before somebody looked at it.</summary>
/// <param name="must">Claims without which it is no token of that system.</param>
/// <param name="may">Claims that it may have.</param>
internal sealed class FlatClaims(IReadOnlyList<string> must, IReadOnlyList<string> may) : IClaimsReader
{
    private const int MaxValue = 512;

    /// <summary>GitHub Actions: the claims of its OIDC tokens, as its documentation lists them.</summary>
    public static readonly FlatClaims GitHub = new(
        ["sub", "repository", "repository_id", "repository_owner", "repository_owner_id"],
        ["repository_visibility", "ref", "ref_type", "ref_protected", "environment", "event_name", "workflow_ref", "job_workflow_ref", "runner_environment", "sha"]);

    /// <summary>GitLab CI: the claims of its ID tokens, as its documentation lists them.</summary>
    public static readonly FlatClaims GitLab = new(
        ["sub", "namespace_id", "namespace_path", "project_id", "project_path"],
        [
            "ref", "ref_type", "ref_protected", "environment", "environment_protected", "pipeline_source", "ci_config_ref_uri", "runner_environment", "sha",
            // Where the job runs, which for a merge request from a fork is not the project that it speaks of.
            "job_namespace_id", "job_namespace_path", "job_project_id", "job_project_path",
        ]);

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>>? Read(JsonElement claims)
    {
        var said = new List<KeyValuePair<string, string>>();
        foreach (var name in must.Concat(may))
        {
            if (claims.Text(name, MaxValue) is { } value)
            {
                said.Add(new(name, value));
            }
            else if (must.Contains(name) || IsTooLong(claims, name))
            {
                return null;
            }
        }

        return said.Exists(s => s.Value.Any(char.IsControl)) ? null : said;
    }

    // Left out, a policy that forbids by it would not see it.
    private static bool IsTooLong(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && !(value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0));
}
