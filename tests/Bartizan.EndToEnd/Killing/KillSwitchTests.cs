using System.Net;
using System.Text;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Killing;

/// <summary>The kill switch of the real program: what the command line confirms is so.</summary>
public sealed class KillSwitchTests
{
    private const string Chunk = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"demo\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"on and on \"},\"finish_reason\":null}]}\n\n";

    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Once_the_command_returns_streams_are_cut_nothing_new_passes_and_a_kill_of_the_program_changes_nothing()
    {
        var asked = 0;
        await using var upstream = ScriptedUpstream.Start(async (request, connection) =>
        {
            Interlocked.Increment(ref asked);
            await connection.BeginEventsAsync();
            for (var i = 0; i < 6_000; i++)
            {
                await connection.ChunkAsync(Chunk);
                await Task.Delay(20);
            }
        });
        using var folder = new TempFolder();
        folder.Write("key", "upstream-key");
        folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
        var config = folder.Write("bartizan.yaml", $"""
            policies: policies
            gateway:
              upstreams:
                - name: model
                  dialect: openai
                  url: {upstream.Address.AbsoluteUri.TrimEnd('/')}/v1
                  credential: file:{Path.Combine(folder.Path, "key")}
            """);
        string key;
        await using (var first = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
        {
            key = await AddAsync(folder, "billing");
            var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync(first, key)));
            var reading = streams.Select(ReadToEndAsync).ToList();
            var (code, _, errors) = await BartizanProcess.RunAsync("kill", "throw", "agent", "billing", "--reason", "it leaks", "--by", "ada", "--data", folder.Path);
            Assert.True(code == 0 && errors.Contains("The gateway has confirmed it", StringComparison.Ordinal), errors);
            var before = asked;
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (await AskAsync(first, key), await AskAsync(first, key)));
            Assert.Equal(before, asked);
            foreach (var rest in await Task.WhenAll(reading).WaitAsync(TimeSpan.FromMinutes(2)))
            {
                Assert.Contains("authority_ended", rest, StringComparison.Ordinal);
            }

            await first.KillAsync();
        }

        await using var second = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(second, key));
        var other = await AddAsync(folder, "other");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(second, other));
        var list = await BartizanProcess.RunAsync("kill", "list", "--data", folder.Path);
        Assert.Matches("^agent\tbilling\tstopped\t.*\tada\tit leaks", list.Output);

        await BartizanProcess.OutputAsync("kill", "throw", "everything", "--reason", "drill", "--data", folder.Path);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(second, other));
        await BartizanProcess.OutputAsync("kill", "lift", "everything", "--reason", "over", "--data", folder.Path);
        await BartizanProcess.OutputAsync("kill", "lift", "agent", "billing", "--reason", "mended", "--data", folder.Path);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(second, other), await AskAsync(second, key)));

        using var last = await OpenAsync(second, key);
        var end = ReadToEndAsync(last);
        await BartizanProcess.OutputAsync("agent", "revoke", "billing", "--data", folder.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(second, key));
        Assert.Contains("authority_ended", await end.WaitAsync(TimeSpan.FromMinutes(2)), StringComparison.Ordinal);
        var nobody = await BartizanProcess.RunAsync("kill", "throw", "agent", "nobody", "--reason", "x", "--data", folder.Path);
        Assert.True(nobody.ExitCode == 2 && nobody.Errors.Contains("There is no agent 'nobody'", StringComparison.Ordinal), nobody.Errors);
    }

    private static async Task<string> AddAsync(TempFolder folder, string name) => (await BartizanProcess.OutputAsync("agent", "add", name, "--owner", "ada", "--data", folder.Path)).Trim();

    private static async Task<HttpStatusCode> AskAsync(BartizanProcess bartizan, string key)
    {
        using var response = await OpenAsync(bartizan, key);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> OpenAsync(BartizanProcess bartizan, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/openai/v1/chat/completions"))
        {
            Content = new StringContent("""{"model":"demo","stream":true,"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", key);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> ReadToEndAsync(HttpResponseMessage response)
    {
        var (all, buffer, stream) = (new StringBuilder(), new byte[4096], await response.Content.ReadAsStreamAsync());
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            all.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return all.ToString();
    }
}
