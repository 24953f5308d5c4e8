namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>
/// The blunt attack, and the widest: a key and a card number in every single place of every message that a dialect has, whether they belong there or not.
/// </summary>
public class EveryPlaceTests
{
    [Theory]
    [MemberData(nameof(Targets.Names), MemberType = typeof(Targets))]
    public async Task No_place_of_a_request_carries_loot_to_the_model(string name)
    {
        var target = Targets.Named(name);
        await using var range = Open();
        range.Answers(target.Answer);
        var sound = await range.AskAsync(target.Path, target.Request);
        Assert.True(sound.Status == 200, sound.Body);
        await AssertNone(Mutation.Of(target.Request), async mutation => (await range.AskAsync(target.Path, mutation.Document)).Forwarded);
    }

    [Theory]
    [MemberData(nameof(Targets.Names), MemberType = typeof(Targets))]
    public async Task No_place_of_an_answer_carries_loot_to_the_client(string name)
    {
        var target = Targets.Named(name);
        await using var range = Open();
        range.Answers(target.Answer);
        Assert.Equal(target.Answer, (await range.AskAsync(target.Path, target.Request)).Body);
        await AssertNone(Mutation.Of(target.Answer), async mutation =>
        {
            range.Answers(mutation.Document);
            return (await range.AskAsync(target.Path, target.Request)).Body;
        });
    }

    [Theory]
    [MemberData(nameof(Targets.Streaming), MemberType = typeof(Targets))]
    public async Task No_place_of_an_event_carries_loot_to_the_client(string name)
    {
        var target = Targets.Named(name);
        await using var range = Open();
        range.Streams(target.Stream(target.Events), target.StreamType);
        Assert.Equal(target.TextOf(target.Stream(target.Events)), target.TextOf((await range.AskAsync(target.StreamPath, target.StreamRequest)).Bytes));
        var events = target.Events;
        var mutations = events.SelectMany((e, at) => e.Data[0] != '{' ? [] : Mutation.Of(e.Data).Select(m => (At: at, Mutation: m)));
        await AssertNone(mutations.Select(m => m.Mutation with { Name = $"event {m.At} ({events[m.At].Name}): {m.Mutation.Name}" }).Zip(mutations.Select(m => m.At)), async pair =>
        {
            range.Streams(target.Stream([.. events.Take(pair.Second), (events[pair.Second].Name, pair.First.Document), .. events.Skip(pair.Second + 1)]), target.StreamType);
            return target.TextOf((await range.AskAsync(target.StreamPath, target.StreamRequest)).Bytes);
        }, pair => pair.First.Name);
    }

    private static FiringRange Open() => FiringRange.Open(change: (options, upstream) => options with
    {
        Upstreams = [.. options.Upstreams, new() { Name = "fake-azure", Dialect = Gateway.Configuration.ProviderDialect.AzureOpenAi, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["gpt-test"] }],
    });

    private static Task AssertNone(IEnumerable<Mutation> mutations, Func<Mutation, Task<string>> attack) => AssertNone(mutations, attack, m => m.Name);

    private static async Task AssertNone<T>(IEnumerable<T> attacks, Func<T, Task<string>> attack, Func<T, string> nameOf)
    {
        var (tried, through) = (0, new List<string>());
        foreach (var one in attacks)
        {
            tried++;
            if (Loot.In(await attack(one)))
            {
                through.Add(nameOf(one));
            }
        }

        Assert.True(tried > 20, "There was next to nothing to try.");
        Assert.True(through.Count == 0, $"{through.Count} of {tried} got through:\n{string.Join('\n', through)}");
    }
}
