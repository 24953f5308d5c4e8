using System.Net;
using System.Text;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Moving;

/// <summary>Configuration and policies change while a real client reads a long answer.</summary>
public sealed class ReloadTests
{
    private const string Allow = """@id("allow") permit(principal, action, resource);""";

    [RequiresFact(NodeClient.Install, "node", NodeClient.OpenAi)]
    public async Task A_stream_ends_whole_as_it_began_and_the_next_request_sees_the_new_policies_and_upstreams()
    {
        var (begun, goOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var old = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            for (var i = 0; i < 40; i++)
            {
                if (i == 20)
                {
                    begun.TrySetResult();
                    await goOn.Task;
                }

                await connection.ChunkAsync(Event($$"""{"content":"word{{i}} "}""", "null"));
            }

            await connection.ChunkAsync(Event("{}", "\"stop\"") + "data: [DONE]\n\n");
            await connection.EndAsync();
        });
        await using var next = ScriptedUpstream.Json("""{"id":"x","object":"chat.completion","created":1,"model":"demo","choices":[{"index":0,"message":{"role":"assistant","content":"the new upstream"},"finish_reason":"stop"}]}""");
        using var folder = new TempFolder();
        folder.Write("key", "upstream-key");
        folder.Write("policies/one.cedar", Allow);
        var config = folder.Write("bartizan.yaml", Config(folder, old));
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");

        var reading = NodeClient.RunAsync("stream.mjs", bartizan);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(2));
        // Under the new policies no stream may return anything: were they asked, the one under way would be cut.
        folder.Write("policies/one.cedar", Allow + """@id("no-streams") @code("no_streams") forbid(principal, action, resource) when { context.stream };""");
        folder.Write("bartizan.yaml", Config(folder, next));
        await Patience.UntilAsync(async () => (await AskAsync(bartizan, stream: false)).Body.Contains("the new upstream", StringComparison.Ordinal));

        Assert.Contains("the new upstream", (await AskAsync(bartizan, stream: false)).Body, StringComparison.Ordinal);
        var (status, refusal) = await AskAsync(bartizan, stream: true);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("no_streams", refusal, StringComparison.Ordinal);

        Assert.False(reading.IsCompleted);
        goOn.SetResult();
        var result = await reading;
        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"word{i} ")), result.GetProperty("text").GetString());
        Assert.Equal("stop", result.GetProperty("finish").GetString());
    }

    /// <summary>A folder as Kubernetes mounts it: each file is a link into a folder behind a link, which alone is changed.</summary>
    [Fact]
    public async Task Policies_behind_links_are_seen_when_a_link_leads_elsewhere()
    {
        await using var model = ScriptedUpstream.Json("""{"id":"x","object":"chat.completion","created":1,"model":"demo","choices":[{"index":0,"message":{"role":"assistant","content":"fine"},"finish_reason":"stop"}]}""");
        using var folder = new TempFolder();
        folder.Write("key", "upstream-key");
        folder.Write("policies/..one/all.cedar", Allow);
        folder.Write("policies/..two/all.cedar", """@id("never") permit(principal, action, resource) when { false };""");
        var data = Path.Combine(folder.Path, "policies", "..data");
        Directory.CreateSymbolicLink(data, "..one");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "policies", "all.cedar"), Path.Combine("..data", "all.cedar"));
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", folder.Write("bartizan.yaml", Config(folder, model)), "--no-console");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(bartizan, stream: false)).Status);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "..two");
        await Patience.UntilAsync(async () => (await AskAsync(bartizan, stream: false)).Status != HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(bartizan, stream: false)).Status);
    }

    private static string Config(TempFolder folder, ScriptedUpstream upstream) => $"""
        policies: policies
        gateway:
          upstreams:
            - name: model
              dialect: openai
              url: {upstream.Address.AbsoluteUri.TrimEnd('/')}/v1
              credential: file:{Path.Combine(folder.Path, "key")}
        """;

    private static string Event(string delta, string finish) =>
        $$$"""data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"demo","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}}}]}""" + "\n\n";

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(BartizanProcess bartizan, bool stream)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        using var content = new StringContent($$"""{"model":"demo","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/openai/v1/chat/completions", UriKind.Relative)) { Content = content };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // The old upstream answers with a stream that waits for this test.
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" ? await response.Content.ReadAsStringAsync() : "");
    }
}
