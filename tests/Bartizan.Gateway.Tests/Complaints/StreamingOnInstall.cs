using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.RedTeam;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>Theme 12, a popular gateway whose streams are broken as installed: Portkey #1389, #1390, #1550, #1551.</summary>
public class StreamingOnInstall
{
    [Theory]
    [MemberData(nameof(Targets.Streaming), MemberType = typeof(Targets))]
    public async Task A_stream_through_the_gateway_as_installed_was_broken(string name)
    {
        var target = Targets.Named(name);
        await using var range = FiringRange.Open(TestGateway.AllowAll, (options, upstream) => options with
        {
            Upstreams = [.. options.Upstreams, new() { Name = "fake-azure", Dialect = ProviderDialect.AzureOpenAi, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["gpt-test"] }],
        });
        var stream = target.Stream(target.Events);
        range.Streams(stream, target.StreamType);
        var received = await range.AskAsync(target.StreamPath, target.StreamRequest);
        Assert.Equal(stream, received.Bytes);
        Assert.Contains($"Content-Type: {target.StreamType}\n", received.Headers, StringComparison.Ordinal);
    }
}
