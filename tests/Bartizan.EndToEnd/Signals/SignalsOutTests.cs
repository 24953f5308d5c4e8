using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using static Bartizan.EndToEnd.Signals.SignalSite;

namespace Bartizan.EndToEnd.Signals;

/// <summary>What ended here, told to others by the real program.</summary>
public sealed class SignalsOutTests
{
    private const string SessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    private const string CredentialChange = "https://schemas.openid.net/secevent/caep/event-type/credential-change";
    private const string Verification = "https://schemas.openid.net/secevent/ssf/event-type/verification";

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task Pushed_signals_survive_receivers_that_are_down_and_a_kill_of_the_program()
    {
        await using var site = await StartAsync();
        using var receiver = new SignalReceiver();
        var (id, secret) = await ClientAsync(site, "siem", "ssf.manage");
        using var http = await HttpAsync(site, id, secret);
        var stream = await MakeAsync(http, new
        {
            delivery = new { method = "urn:ietf:rfc:8935", endpoint_url = receiver.Address, authorization_header = SignalReceiver.Authorization },
            events_requested = new[] { SessionRevoked, CredentialChange, "https://schemas.openid.net/secevent/caep/event-type/session-established" },
        });
        Assert.Equal(id, stream["aud"]!.GetValue<string>());
        Assert.Equal(2, stream["events_delivered"]!.AsArray().Count);
        Assert.DoesNotContain("the-receivers-secret", stream.ToJsonString(), StringComparison.Ordinal);

        // Nobody is there, and the program is killed; then somebody who is not ready.
        await BartizanProcess.OutputAsync("agent", "suspend", "app", "--reason", "odd", "--data", site.Data);
        await BartizanProcess.OutputAsync("kill", "throw", "agent", "app", "--reason", "it leaks", "--data", site.Data);
        await site.Bartizan.KillAsync();
        receiver.Answer = HttpStatusCode.ServiceUnavailable;
        receiver.Open();
        await site.BeginAsync();
        await UntilAsync(() => receiver.Asked > 0);
        var list = await BartizanProcess.OutputAsync("signals", "list", "--data", site.Data);
        Assert.Contains("out\tsiem sst_", list, StringComparison.Ordinal);
        receiver.Answer = HttpStatusCode.Accepted;
        await UntilAsync(() => receiver.Tokens.Count >= 2);

        // The program has another port now, and is another issuer with it: signals keep the one they were made by.
        using var again = await HttpAsync(site, id, secret);
        using var verified = await again.PostAsJsonAsync("/ssf/verify", new { stream_id = stream["stream_id"]!.GetValue<string>(), state = "are you there" });
        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
        await UntilAsync(() => receiver.Tokens.Count >= 3);
        var claims = receiver.Tokens.Select(t => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(t.Split('.')[1]))!).ToList();
        Assert.Equal([SessionRevoked, SessionRevoked, Verification], claims.Select(c => c["events"]!.AsObject().Single().Key));
        Assert.StartsWith("agt_", claims[0]["sub_id"]!["sub"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("are you there", claims[2]["events"]![Verification]!["state"]!.GetValue<string>());
        Assert.Equal(3, claims.Select(c => c["jti"]!.GetValue<string>()).Distinct().Count());
        var checkedByJose = await NodeClient.RunAsync("verify-signal.mjs", site.Bartizan, ("AUDIENCE", id), ("TOKENS", receiver.Tokens[2]));
        Assert.Equal("1_0", checkedByJose.GetProperty("about").GetProperty("spec_version").GetString());
        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
        Assert.DoesNotContain("the-receivers-secret", site.Bartizan.Errors, StringComparison.Ordinal);
    }

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task Signals_are_asked_for_until_they_are_acknowledged_and_subjects_can_be_left_out()
    {
        await using var site = await StartAsync();
        var (id, secret) = await ClientAsync(site, "siem", "ssf.manage");
        using var http = await HttpAsync(site, id, secret);
        var stream = await MakeAsync(http, new { delivery = new { method = "urn:ietf:rfc:8936" }, events_requested = new[] { SessionRevoked, CredentialChange } });
        var (name, poll) = (stream["stream_id"]!.GetValue<string>(), new Uri(stream["delivery"]!["endpoint_url"]!.GetValue<string>()).PathAndQuery);
        Assert.Empty((await PollAsync(http, poll, new { returnImmediately = true }))["sets"]!.AsObject());

        // A question that waits is answered when something ends.
        var waiting = PollAsync(http, poll, new { maxEvents = 1 });
        await BartizanProcess.OutputAsync("agent", "suspend", "app", "--reason", "odd", "--data", site.Data);
        var first = Assert.Single((await waiting)["sets"]!.AsObject());
        var app = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(first.Value!.GetValue<string>().Split('.')[1]))!["sub_id"]!;
        await BartizanProcess.OutputAsync("agent", "credentials", "app", "--secret", "--grant", "jwt-bearer", "--scope", "read", "--data", site.Data);
        await BartizanProcess.OutputAsync("kill", "throw", "agent", "app", "--reason", "r", "--data", site.Data);
        await UntilAsync(async () => (await PollAsync(http, poll, new { returnImmediately = true }))["sets"]!.AsObject().Count == 3);
        var some = await PollAsync(http, poll, new { returnImmediately = true, maxEvents = 2, ack = new[] { first.Key, "never" } });
        Assert.Equal((2, false), (some["sets"]!.AsObject().Count, some["moreAvailable"]!.GetValue<bool>()));
        Assert.DoesNotContain(first.Key, some["sets"]!.AsObject().Select(s => s.Key));
        var checkedByJose = await NodeClient.RunAsync("verify-signal.mjs", site.Bartizan, ("AUDIENCE", id), ("TOKENS", string.Join(' ', some["sets"]!.AsObject().Select(s => s.Value!.GetValue<string>()))));
        Assert.Equal([CredentialChange, SessionRevoked], checkedByJose.GetProperty("claims").EnumerateArray().Select(c => c.GetProperty("events").EnumerateObject().Single().Name));
        var (second, third) = (some["sets"]!.AsObject().First().Key, some["sets"]!.AsObject().Last().Key);
        var rest = await PollAsync(http, poll, new Dictionary<string, object> { ["maxEvents"] = 0, ["ack"] = new[] { second }, ["setErrs"] = new Dictionary<string, object> { [third] = new { err = "invalid_key", description = "d" } } });
        Assert.Empty(rest["sets"]!.AsObject());
        Assert.Empty((await PollAsync(http, poll, new { returnImmediately = true }))["sets"]!.AsObject());

        // Left out, added again, paused.
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(http, "/ssf/subjects:remove", new { stream_id = name, subject = app }));
        await BartizanProcess.OutputAsync("kill", "throw", "agent", "app", "--reason", "r", "--data", site.Data);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "/ssf/subjects:add", new { stream_id = name, subject = app, verified = true }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "/ssf/status", new { stream_id = name, status = "paused", reason = "night" }));
        Assert.Equal("paused", (await http.GetFromJsonAsync<JsonObject>("/ssf/status?stream_id=" + name))!["status"]!.GetValue<string>());
        await BartizanProcess.OutputAsync("kill", "throw", "everything", "--reason", "drill", "--data", site.Data);
        await BartizanProcess.OutputAsync("kill", "lift", "everything", "--reason", "over", "--data", site.Data);
        using var anew = await HttpAsync(site, id, secret, later: true);
        Assert.Empty((await PollAsync(anew, poll, new { returnImmediately = true }))["sets"]!.AsObject());
        Assert.Equal(HttpStatusCode.OK, await PostAsync(anew, "/ssf/status", new { stream_id = name, status = "enabled" }));
        await UntilAsync(async () => (await PollAsync(anew, poll, new { returnImmediately = true }))["sets"]!.AsObject().Count > 0);
        var left = (await PollAsync(anew, poll, new { returnImmediately = true }))["sets"]!.AsObject().Select(s => s.Value!.GetValue<string>()).ToList();
        Assert.Contains("tenant", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(left[^1].Split('.')[1])), StringComparison.Ordinal);
    }

    [RequiresFact(NodeClient.Install, NodeClient.Jose)]
    public async Task Streams_are_for_clients_with_the_scope_and_their_own()
    {
        await using var site = await StartAsync();
        var (manager, reader, other) = (await ClientAsync(site, "siem", "ssf.manage"), await ClientAsync(site, "reader", "ssf.read"), await ClientAsync(site, "other", "ssf.manage"));
        using var http = await HttpAsync(site, manager.Id, manager.Secret);
        var stream = await MakeAsync(http, new { delivery = new { method = "urn:ietf:rfc:8936" }, events_requested = new[] { SessionRevoked } });
        var (name, poll) = (stream["stream_id"]!.GetValue<string>(), new Uri(stream["delivery"]!["endpoint_url"]!.GetValue<string>()).PathAndQuery);

        using var nobody = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/ssf/streams")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/ssf/streams?access_token=" + http.DefaultRequestHeaders.Authorization!.Parameter)).StatusCode);
        using (var reads = await HttpAsync(site, reader.Id, reader.Secret))
        {
            Assert.Equal("[]", await reads.GetStringAsync("/ssf/streams"));
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(reads, "/ssf/streams", new { }));
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(reads, "/ssf/verify", new { stream_id = name }));
        }

        using (var strange = await HttpAsync(site, other.Id, other.Secret))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await strange.GetAsync("/ssf/streams?stream_id=" + name)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await strange.DeleteAsync("/ssf/streams?stream_id=" + name)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await strange.PatchAsJsonAsync("/ssf/streams", new { stream_id = name, description = "mine" })).StatusCode);
            foreach (var (path, body) in new (string, object)[] { ("/ssf/verify", new { stream_id = name }), ("/ssf/status", new { stream_id = name, status = "disabled" }), ("/ssf/subjects:remove", new { stream_id = name, subject = new { format = "opaque", id = "a" } }), (poll, new { returnImmediately = true }) })
            {
                Assert.Equal(HttpStatusCode.NotFound, await PostAsync(strange, path, body));
            }
        }

        // A token for the gateway's models is for no streams without the scope; whoever is suspended has no token that counts.
        var patched = await (await http.PatchAsJsonAsync("/ssf/streams", new { stream_id = name, description = "for the night shift" })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(("for the night shift", 1), (patched!["description"]!.GetValue<string>(), patched["events_requested"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PatchAsJsonAsync("/ssf/streams", new { stream_id = name, aud = "another" })).StatusCode);
        var replaced = await (await http.PutAsJsonAsync("/ssf/streams", new { stream_id = name, delivery = new { method = "urn:ietf:rfc:8936" } })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Empty(replaced!["events_requested"]!.AsArray());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.GetAsync("/ssf/verify")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(http, "/ssf/verify", new { stream_id = name }));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(http, "/ssf/verify", new { stream_id = name }));
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync("/ssf/streams?stream_id=" + name)).StatusCode);
        await BartizanProcess.OutputAsync("agent", "suspend", "siem", "--reason", "odd", "--data", site.Data);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/ssf/streams")).StatusCode);
    }

    private static async Task<(string Id, string Secret)> ClientAsync(SignalSite site, string name, string scope)
    {
        await BartizanProcess.OutputAsync("agent", "add", name, "--owner", "maria", "--data", site.Data);
        var printed = (await BartizanProcess.OutputAsync("agent", "credentials", name, "--secret", "--resource", "/ssf", "--scope", scope, "--data", site.Data)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (printed[0], printed[1]);
    }

    // Whoever was stopped gets a token that counts from the next second on.
    private static async Task<HttpClient> HttpAsync(SignalSite site, string id, string secret, bool later = false)
    {
        var http = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        if (later)
        {
            await Task.Delay(1_100);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}")));
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonNode.Parse(text)!["access_token"]!.GetValue<string>());
        return http;
    }

    private static async Task<JsonObject> MakeAsync(HttpClient http, object stream)
    {
        using var response = await http.PostAsJsonAsync("/ssf/streams", stream);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static async Task<JsonObject> PollAsync(HttpClient http, string path, object question)
    {
        using var response = await http.PostAsJsonAsync(path, question);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        return response.StatusCode;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await holds())
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
