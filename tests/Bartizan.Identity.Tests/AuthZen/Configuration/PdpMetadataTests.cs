using System.Text.Json;
using Bartizan.Identity.AuthZen.Configuration;

namespace Bartizan.Identity.Tests.AuthZen.Configuration;

public sealed class PdpMetadataTests
{
    [Theory]
    [InlineData("https://pdp.example.com", "/.well-known/authzen-configuration")]
    [InlineData("https://pdp.example.com:8443/tenant1", "/.well-known/authzen-configuration/tenant1")]
    public void It_stands_before_the_path_and_repeats_the_address_exactly(string url, string path)
    {
        var metadata = new PdpMetadata(new Uri(url), asksPeople: false);
        Assert.Equal(path, metadata.Path);
        var json = JsonDocument.Parse(metadata.Json).RootElement;
        Assert.Equal(url, json.GetProperty("policy_decision_point").GetString());
        Assert.Equal(url + "/access/v1/evaluation", json.GetProperty("access_evaluation_endpoint").GetString());
        Assert.All(json.EnumerateObject(), p => Assert.StartsWith(url, p.Value.GetString(), StringComparison.Ordinal));
    }
}
