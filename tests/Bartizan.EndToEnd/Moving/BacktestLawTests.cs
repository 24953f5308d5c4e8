using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Access;
using Bartizan.EndToEnd.Attesting;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Moving;

/// <summary>The law of the backtest over what the real program recorded: policies that did not change change nothing, whoever asked.</summary>
public sealed class BacktestLawTests
{
    [Fact]
    public async Task With_unchanged_policies_nothing_that_was_recorded_of_anybody_comes_out_otherwise()
    {
        await using var site = await HeldSite.StartAsync(more: "identity:\n  issuer: listener\n  attestation:\n    trustDomain: example.org");
        var approver = await site.AddApproverAsync("ada");
        await site.RunAsync("blueprint", "add", Blueprint(site, "demo-users", "@id(\"slow\") forbid (principal, action, resource == Model::\"demo-slow\");"));
        await site.RunAsync("blueprint", "add", Blueprint(site, "no-slow", "@id(\"none\") forbid (principal, action, resource == Model::\"demo-slow\");"));
        var plain = (await site.RunAsync("agent", "add", "plain", "--owner", "ada")).Trim();
        var bound = (await site.RunAsync("agent", "add", "bound", "--owner", "ada", "--blueprint", "demo-users", "--tag", "team=red")).Trim();
        await site.RunAsync("agent", "add", "helper", "--owner", "ada");
        await site.RunAsync("agent", "add", "runner", "--owner", "ada", "--blueprint", "demo-users");

        // Keys, with a blueprint and without.
        Assert.Equal((200, 200), (await AskAsync(site, plain, "demo"), await AskAsync(site, plain, "demo-slow")));
        Assert.Equal((200, 403), (await AskAsync(site, bound, "demo"), await AskAsync(site, bound, "demo-slow")));

        // A chain, whose first agent has a blueprint.
        var owner = Lines(await site.RunAsync("agent", "credentials", "bound", "--secret", "--delegate", "helper"));
        var helper = Lines(await site.RunAsync("agent", "credentials", "helper", "--secret", "--grant", "token-exchange"));
        var root = await TokenAsync(site, owner, ("grant_type", "client_credentials"));
        var child = await TokenAsync(
            site, helper, ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", root), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
        Assert.Equal((200, 403), (await AskAsync(site, root, "demo"), await AskAsync(site, root, "demo-slow")));
        Assert.Equal((200, 403), (await AskAsync(site, child, "demo"), await AskAsync(site, child, "demo-slow")));

        // An instance.
        var runner = (await site.RunAsync("agent", "credentials", "runner", "--attested")).Trim();
        using var instance = new ProofMaker();
        Assert.Null((await instance.AttestAsync(site.Bartizan.Gateway, runner, (await site.RunAsync("instance", "join-token", "runner", "--by", "ada")).Trim())).Error);
        Assert.Equal((200, 403), (await InstanceAsync(instance, site, "demo"), await InstanceAsync(instance, site, "demo-slow")));

        // Held, approved, let through; held for another one whose blueprint would not have let it pass.
        Assert.Contains("Reading files needs a person.", await site.CallAsync(), StringComparison.Ordinal);
        var request = (await site.RunAsync("access", "list")).Split('\t')[0];
        await site.RunAsync("access", "approve", request, "--by", "ada", "--key", approver, "--uses", "1", "--for", "15m");
        Assert.Equal("done", await site.CallAsync());
        Assert.Contains("Reading files needs a person.", await site.CallAsync(key: bound), StringComparison.Ordinal);

        // A version that allows what the first did not, another blueprint, and an agent that is gone: none of that is what was then.
        await site.RunAsync("blueprint", "add", Blueprint(site, "demo-users", ""));
        await UntilAsync(site, bound, "demo-slow", 200);
        await site.RunAsync("agent", "assign", "bound", "--blueprint", "no-slow");
        await UntilAsync(site, bound, "demo-slow", 403);
        await site.RunAsync("agent", "revoke", "runner");
        Assert.Equal(0, await site.Bartizan.StopAsync());

        var policies = Path.Combine(site.Data, "policies");
        var (exit, text, errors) = await BartizanProcess.RunAsync("policy", "backtest", policies, "--data", site.Data);
        Assert.True(exit == 0, text + errors);
        Assert.Matches("^[0-9]+ decisions of [0-9]+ exchanges: 0 newly allowed, 0 newly refused, 0 otherwise changed, 0 cannot be told, [0-9]+ the same\n", text);
        Assert.Matches("\nblueprints: [1-9][0-9]* decisions asked under the version that their record names, 0 under the present one, 0 of one that is not known\n", text);
        (exit, text, errors) = await BartizanProcess.RunAsync("replay", "--data", site.Data, "--policies", policies);
        Assert.True(exit == 0, text + errors);
        (exit, text, errors) = await BartizanProcess.RunAsync("policy", "diff", policies, policies, "--data", site.Data);
        Assert.True(exit == 0 && text.Contains(" 0 newly allowed, 0 newly denied, 0 new error, 0 other obligations, 0 other reasons, 0 cannot be told,", StringComparison.Ordinal), text + errors);

        // Nor does a wider policy give anybody what the blueprint of then refused: of all that was refused only the held calls pass.
        site.Write("open/one.cedar", """@id("open") permit (principal, action, resource);""");
        (exit, text, errors) = await BartizanProcess.RunAsync("policy", "backtest", Path.Combine(site.Data, "open"), "--data", site.Data, "--format", "json");
        Assert.Equal(1, exit);
        var report = JsonDocument.Parse(text).RootElement;
        Assert.Equal((1, 0, 0), (report.GetProperty("newlyAllowed").GetInt32(), report.GetProperty("newlyRefused").GetInt32(), report.GetProperty("cannotTell").GetInt32()));

        // Why the command line says no, it says by the same blueprint as the gateway.
        (exit, text, errors) = await BartizanProcess.RunAsync(
            "policy", "why-not", "--policies", Path.Combine(site.Data, "open"), "--data", site.Data,
            "--request", $$"""{"principal": "Agent::\"{{owner[0]}}\"", "action": "Action::\"invokeModel\"", "resource": "Model::\"demo-slow\"", "context": { } }""");
        Assert.True(exit == 1, text + errors);
        Assert.StartsWith("DENY by the blueprint, though policies allow it: open\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  no-slow@1/none\n", text, StringComparison.Ordinal);
    }

    private static string Blueprint(HeldSite site, string name, string forbid) => site.Write("blueprint.yaml", $"""
        name: {name}
        owner: ada
        sponsor: ada
        models: [demo*]
        ceiling: |
          permit (principal, action, resource);
          {forbid}
        review: 30d
        expires: {TimeProvider.System.GetUtcNow().AddDays(100):yyyy-MM-dd}
        """);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Body(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"echo: hi"}]}""";

    private static Task<int> InstanceAsync(ProofMaker instance, HeldSite site, string model) => instance.SendAsync(new Uri(site.Bartizan.Gateway, "/openai/v1/chat/completions"), Body(model));

    private static async Task<int> AskAsync(HeldSite site, string key, string model)
    {
        using var client = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var content = new StringContent(Body(model), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content);
        return (int)response.StatusCode;
    }

    private static async Task<string> TokenAsync(HeldSite site, string[] client, params (string Name, string Value)[] form)
    {
        using var http = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client[0]}:{client[1]}")));
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ToString());
        return answer.GetProperty("access_token").GetString()!;
    }

    // Gateways follow within a second; the loop's end is only the test's patience.
    private static async Task UntilAsync(HeldSite site, string key, string model, int status)
    {
        for (var i = 0; i < 200 && await AskAsync(site, key, model) != status; i++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(status, await AskAsync(site, key, model));
    }
}
