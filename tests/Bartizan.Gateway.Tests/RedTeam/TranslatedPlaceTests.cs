using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.Translation;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Loot in every place of what is translated, from each dialect into each other.</summary>
public class TranslatedPlaceTests
{
    public static TheoryData<string, string> Pairs => Sample.Pairs(same: false);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task No_place_of_a_request_carries_loot_through_a_translation(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var range = Open(client, served);
        range.Answers(served.Answer);
        Assert.NotEqual("", (await range.AskAsync(client.Path, client.Request)).Forwarded);
        foreach (var mutation in Mutation.Of(client.Request))
        {
            var received = await range.AskAsync(client.Path, mutation.Document);
            Assert.False(Loot.In(received.Forwarded), $"{mutation.Name}: {received.Forwarded}");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task No_place_of_an_answer_carries_loot_through_a_translation(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var range = Open(client, served);
        range.Answers(served.Answer);
        Assert.Equal(200, (await range.AskAsync(client.Path, client.Request)).Status);
        foreach (var mutation in Mutation.Of(served.Answer))
        {
            range.Answers(mutation.Document);
            var received = await range.AskAsync(client.Path, client.Request);
            Assert.False(Loot.In(received.Body) || Loot.In(received.Headers), $"{mutation.Name}: {received.Headers} {received.Body}");
        }
    }

    private static FiringRange Open(Sample client, Sample served) => FiringRange.Open(change: (options, upstream) => options with
    {
        Upstreams =
        [
            new()
            {
                Name = "served",
                Dialect = served.Provider,
                Url = served.Provider == ProviderDialect.OpenAi ? new Uri(upstream, "/v1").AbsoluteUri : upstream.AbsoluteUri,
                Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY",
                Models = ["*"],
                TranslateFrom = [client.Provider],
            },
        ],
    });
}
