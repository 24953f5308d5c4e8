using System.Text.Json.Nodes;
using Bartizan.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>What the transmitter says of itself (SSF 1.0 §7.1).</summary>
internal sealed class SignalMetadata(Issuer issuer)
{
    /// <summary>Answers with it.</summary>
    public Task DescribeAsync(HttpContext http) => SignalAnswer.WriteAsync(http, new JsonObject
    {
        ["spec_version"] = "1_0",
        ["issuer"] = issuer.Origin,
        ["jwks_uri"] = issuer.Origin + Issuer.KeysPath,
        ["signing_alg_values_supported"] = new JsonArray(SigningKey.Es256, SigningKey.Rs256),
        ["delivery_methods_supported"] = new JsonArray(Deliveries.Push, Deliveries.Poll),
        ["configuration_endpoint"] = issuer.Origin + SignalPaths.Streams,
        ["status_endpoint"] = issuer.Origin + SignalPaths.Status,
        ["add_subject_endpoint"] = issuer.Origin + SignalPaths.Add,
        ["remove_subject_endpoint"] = issuer.Origin + SignalPaths.Remove,
        ["verification_endpoint"] = issuer.Origin + SignalPaths.Verify,
        ["authorization_schemes"] = new JsonArray(new JsonObject { ["spec_urn"] = "urn:ietf:rfc:6749" }),
        ["default_subjects"] = "ALL",
    });
}
