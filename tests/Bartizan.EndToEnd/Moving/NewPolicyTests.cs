using System.Net;
using System.Text;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Moving;

/// <summary>With <c>shadow.newPolicies</c>, what is new is tried until somebody puts it in force, and what was in force goes on.</summary>
public sealed class NewPolicyTests
{
    private const string Allow = """@id("allow") permit(principal, action, resource);""";

    [Fact]
    public async Task A_new_policy_is_tried_until_it_is_put_in_force_and_a_changed_one_keeps_its_old_text_until_then()
    {
        await using var upstream = ScriptedUpstream.Json("""{"id":"x","object":"chat.completion","created":1,"model":"demo","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}""");
        using var folder = new TempFolder();
        folder.Write("key", "upstream-key");
        folder.Write("policies/one.cedar", Allow + Forbid("first", "blue"));
        var config = folder.Write("bartizan.yaml", $"""
            policies: policies
            shadow:
              newPolicies: true
            gateway:
              upstreams:
                - name: model
                  dialect: openai
                  url: {upstream.Address.AbsoluteUri.TrimEnd('/')}/v1
                  credential: file:{Path.Combine(folder.Path, "key")}
            """);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");

        // In force from the first start on.
        await UntilAsync(bartizan, "blue", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(bartizan, "red"));

        // A new one, and another text for the first.
        folder.Write("policies/one.cedar", Allow + Forbid("first", "green") + Forbid("second", "red"));
        await UntilTriedAsync(bartizan, "second", "first@next");
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(bartizan, "blue"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(bartizan, "green"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(bartizan, "red"));

        var early = await BartizanProcess.RunAsync("policy", "enforce", "second", "--config", config, "--data", folder.Path);
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("Nothing was put in force", early.Errors, StringComparison.Ordinal);
        var done = await BartizanProcess.RunAsync("policy", "enforce", "second", "first", "--config", config, "--data", folder.Path, "--anyway", "--by", "ada");
        Assert.True(done.ExitCode == 0, done.Errors);
        await UntilAsync(bartizan, "red", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(bartizan, "green"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(bartizan, "blue"));
    }

    private static string Forbid(string id, string model) => $$"""@id("{{id}}") forbid(principal, action == Action::"invokeModel", resource == Model::"{{model}}");""";

    private static async Task UntilAsync(BartizanProcess bartizan, string model, HttpStatusCode status)
    {
        await Patience.UntilAsync(async () => await AskAsync(bartizan, model) == status);

        Assert.Equal(status, await AskAsync(bartizan, model));
    }

    private static async Task UntilTriedAsync(BartizanProcess bartizan, params string[] policies)
    {
        await Patience.UntilAsync(() => policies.All(p => bartizan.Errors.Contains($"Policy {p} is only tried", StringComparison.Ordinal)));

        Assert.All(policies, p => Assert.Contains($"Policy {p} is only tried", bartizan.Errors, StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> AskAsync(BartizanProcess bartizan, string model)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        using var content = new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content);
        return response.StatusCode;
    }
}
