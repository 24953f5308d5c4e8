using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Signals;

/// <summary>Two Bartizans: what ends at one is signalled to the other, pushed and asked for.</summary>
public sealed class SignalPairTests
{
    private const string SessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    [Fact]
    public async Task What_ends_at_one_comes_to_the_other_both_ways()
    {
        using TempFolder here = new(), there = new();
        await using DemoUpstream model = await DemoUpstream.StartAsync(here), other = await DemoUpstream.StartAsync(there);
        var data = Path.Combine(here.Path, "data");
        await using var sender = await BartizanProcess.StartAsync(data, "--no-console", "--config", model.Configure("""
            identity:
              issuer: listener
              signals: { transmit: true, hosts: [127.0.0.1] }
            """));
        await BartizanProcess.OutputAsync("agent", "add", "billing", "--owner", "ada", "--data", data);
        await BartizanProcess.OutputAsync("agent", "add", "receiver", "--owner", "ada", "--data", data);
        var client = (await BartizanProcess.OutputAsync("agent", "credentials", "receiver", "--secret", "--resource", "/ssf", "--scope", "ssf.manage", "--data", data)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        using var http = new HttpClient { BaseAddress = sender.Gateway };
        var token = await TokenAsync(http, client);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var polled = await MakeAsync(http, new { delivery = new { method = "urn:ietf:rfc:8936" }, events_requested = new[] { SessionRevoked } });

        var (issuer, secret) = (sender.Gateway.GetLeftPart(UriPartial.Authority), there.Write("secret", "the-pushers-secret"));
        await using var receiver = await BartizanProcess.StartAsync(Path.Combine(there.Path, "data"), "--no-console", "--config", other.Configure($$"""
            signIn:
              providers:
                - { name: other, issuer: "{{issuer}}", clientId: b, credential: "file:{{secret}}", insideNetwork: true }
            identity:
              signals:
                receive:
                  - { name: pushed, provider: other, issuer: "{{issuer}}", audience: "{{client[0]}}", algorithm: RS256, credential: "file:{{secret}}", insideNetwork: true }
                  - name: polled
                    provider: other
                    issuer: "{{issuer}}"
                    audience: "{{client[0]}}"
                    algorithm: ES256
                    credential: "file:{{there.Write("client-secret", client[1])}}"
                    token: { address: "{{issuer}}/oauth/token", clientId: "{{client[0]}}", scope: ssf.manage }
                    poll: "{{polled["delivery"]!["endpoint_url"]}}"
                    every: 1s
                    insideNetwork: true
            """));
        await MakeAsync(http, new
        {
            delivery = new { method = "urn:ietf:rfc:8935", endpoint_url = new Uri(receiver.Gateway, "/ssf/receive/pushed"), authorization_header = "Bearer the-pushers-secret" },
            signing_alg = "RS256",
            events_requested = new[] { SessionRevoked },
        });
        await BartizanProcess.OutputAsync("agent", "suspend", "billing", "--reason", "odd", "--data", data);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string list;
        do
        {
            await Task.Delay(200, patience.Token);
            list = await BartizanProcess.OutputAsync("signals", "list", "--data", Path.Combine(there.Path, "data"));
        }
        while (!(list.Contains("in\tpolled\tenabled\t1\t", StringComparison.Ordinal) && list.Contains("in\tpushed\tenabled\t1\t", StringComparison.Ordinal)));
        do
        {
            await Task.Delay(200, patience.Token);
            list = await BartizanProcess.OutputAsync("signals", "list", "--data", data);
        }
        while (list.Split("\tenabled\t1\t").Length != 3);
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", Path.Combine(there.Path, "data"))).ExitCode);
    }

    private static async Task<string> TokenAsync(HttpClient http, string[] client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client[0]}:{client[1]}")));
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }

    private static async Task<JsonNode> MakeAsync(HttpClient http, object stream)
    {
        using var response = await http.PostAsJsonAsync("/ssf/streams", stream);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
