using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.RedTeam;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>
/// Theme 2, guards that do not cover every endpoint and format: litellm #14152, #30728; Lakera's documentation (chat only); maximhq/bifrost #2873;
/// agentgateway's routes without guardrails.
/// </summary>
public class GuardsOnEveryEndpoint
{
    [Theory]
    [MemberData(nameof(Targets.Names), MemberType = typeof(Targets))]
    public async Task Only_chat_was_guarded_and_other_endpoints_took_anything(string name)
    {
        var target = Targets.Named(name);
        await using var range = FiringRange.Open(change: (options, upstream) => options with
        {
            Upstreams = [.. options.Upstreams, new() { Name = "fake-azure", Dialect = ProviderDialect.AzureOpenAi, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["gpt-test"] }],
        });
        range.Answers(target.Answer);
        var request = target.Request.Replace("\"hi\"", $"\"use {Loot.Key} for it\"", StringComparison.Ordinal);
        Assert.NotEqual(target.Request, request);
        var received = await range.AskAsync(target.Path, request);
        Assert.Equal((403, ""), (received.Status, received.Forwarded));
    }

    [Theory]
    [InlineData("/openai/v1/images/generations")]
    [InlineData("/openai/v1/audio/speech")]
    [InlineData("/openai/v1/files")]
    [InlineData("/openai/passthrough/v1/chat/completions")]
    [InlineData("/anthropic/v1/complete")]
    [InlineData("/anthropic/v1/messages/batches")]
    [InlineData("/gemini/v1beta/models/gemini-test:predict")]
    [InlineData("/bedrock/model/anthropic.test-v1%3A0/count-tokens")]
    [InlineData("/v1/chat/completions")]
    public async Task A_route_that_only_passes_through_evaded_every_guard(string path)
    {
        await using var range = FiringRange.Open();
        range.Answers(Targets.Chat.Answer);
        var received = await range.AskAsync(path, Targets.Chat.Request);
        Assert.Equal((404, ""), (received.Status, received.Forwarded));
    }
}
