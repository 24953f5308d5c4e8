using System.Text.Json;

namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>What discovery tells (AuthZEN Authorization API 1.0, "Policy Decision Point Metadata"). Made of the configured address alone: a request's Host header would let a stranger say where keys are sent.</summary>
internal sealed class PdpMetadata
{
    private const string WellKnown = "/.well-known/authzen-configuration";

    public PdpMetadata(Uri url)
    {
        var self = url.AbsoluteUri.TrimEnd('/');
        Path = WellKnown + url.AbsolutePath.TrimEnd('/');
        Json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["policy_decision_point"] = self,
            ["access_evaluation_endpoint"] = self + AuthZenPaths.Evaluation,
            ["access_evaluations_endpoint"] = self + AuthZenPaths.Evaluations,
            ["search_subject_endpoint"] = self + AuthZenPaths.SearchSubject,
            ["search_resource_endpoint"] = self + AuthZenPaths.SearchResource,
            ["search_action_endpoint"] = self + AuthZenPaths.SearchAction,
        });
    }

    /// <summary>Where it is asked: the well-known part stands before the path of the decision point's address.</summary>
    public string Path { get; }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Json { get; }
}
