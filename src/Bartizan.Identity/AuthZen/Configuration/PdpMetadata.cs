using System.Text.Json;

namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>What discovery tells (AuthZEN Authorization API 1.0, "Policy Decision Point Metadata"). Made of the configured address alone: a request's Host header would let a stranger say where keys are sent.</summary>
internal sealed class PdpMetadata
{
    private const string WellKnown = "/.well-known/authzen-configuration";

    private const string AccessRequests = "urn:openid:authzen:capability:access-request";

    public PdpMetadata(Uri url, bool asksPeople)
    {
        Self = url.AbsoluteUri.TrimEnd('/');
        Path = WellKnown + url.AbsolutePath.TrimEnd('/');
        var metadata = new Dictionary<string, object>
        {
            ["policy_decision_point"] = Self,
            ["access_evaluation_endpoint"] = Self + AuthZenPaths.Evaluation,
            ["access_evaluations_endpoint"] = Self + AuthZenPaths.Evaluations,
            ["search_subject_endpoint"] = Self + AuthZenPaths.SearchSubject,
            ["search_resource_endpoint"] = Self + AuthZenPaths.SearchResource,
            ["search_action_endpoint"] = Self + AuthZenPaths.SearchAction,
        };
        if (asksPeople)
        {
            metadata["access_request_endpoint"] = Self + AuthZenPaths.Requests;
            metadata["capabilities"] = (string[])[AccessRequests];
        }

        Json = JsonSerializer.SerializeToUtf8Bytes(metadata);
    }

    /// <summary>The decision point's address.</summary>
    public string Self { get; }

    /// <summary>Where it is asked: the well-known part stands before the path of the decision point's address.</summary>
    public string Path { get; }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Json { get; }
}
