using Bartizan.EndToEnd.Credentials;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Federation;

/// <summary>Two Bartizans and one provider of people: at the first an agent acts for somebody, whose provider lets the first act for them at the second.</summary>
public sealed class ExchangeTests
{
    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.Mcp, IdentityProviderProcess.Package)]
    public async Task An_agent_calls_another_organisations_tool_because_its_persons_provider_says_so_for_as_long_as_they_are_signed_in()
    {
        using TempFolder near = new(), far = new(), common = new();
        await using var tools = await McpServerProcess.StartAsync();
        await using var providers = new IdentityProviderProcess(common);
        var (nearData, farData) = (Path.Combine(near.Path, "data"), Path.Combine(far.Path, "data"));
        string Config(TempFolder folder, string server)
        {
            folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
            return folder.Write("bartizan.yaml", $$"""
                policies: policies
                {{providers.Section}}
                gateway:
                  upstreams:
                    - { name: model, dialect: openai, url: "http://127.0.0.1:1/v1", credential: "file:{{folder.Write("key", "an-upstream-key")}}" }
                mcp:
                  servers:
                    - {{server}}
                """);
        }

        await using var other = await BartizanProcess.StartAsync(farData, "--config", Config(far, $$"""{ name: files, url: "{{new Uri(tools.Address, "/both")}}", trust: first-use }"""));
        await BartizanProcess.OutputAsync("agent", "add", "partner", "--owner", "grace", "--data", farData);
        var credentials = (await BartizanProcess.OutputAsync("agent", "credentials", "partner", "--secret", "--grant", "jwt-bearer", "--scope", "mcp:files", "--data", farData))
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var server = other.Gateway.AbsoluteUri.TrimEnd('/');
        var account = $$"""grant: identity-assertion, provider: staff, issuer: "{{server}}", clientId: {{credentials[0]}}, clientSecret: "file:{{near.Write("given", credentials[1])}}", scopes: ["mcp:files"]""";
        await using var bartizan = await BartizanProcess.StartAsync(nearData, "--config", Config(near, $$"""{ name: files, url: "{{server}}/mcp/files", trust: first-use, account: { {{account}} } }"""));
        providers.SetApp(server, credentials[0]);
        await providers.StartAsync(bartizan, other);

        foreach (var one in new[] { other, bartizan })
        {
            using var admin = new PersonBrowser(one.Console!);
            await admin.PostAsync("/api/session/link", new { token = System.Web.HttpUtility.ParseQueryString(new Uri(one.SignIn!).Fragment.TrimStart('#'))["token"] });
            await admin.PostAsync("/api/session/account", new { name = "maria", password = "a rather long walk on the wall" });
        }

        // At the other one she has been once, so that she has an account there.
        using var there = new PersonBrowser(other.Console!);
        await there.SignInAsync("staff", "grace");
        using var person = new PersonBrowser(bartizan.Console!);
        await person.SignInAsync("staff", "grace");
        await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "maria", "--data", nearData);
        var agent = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", nearData)).Split('\n')[0].Trim();
        var token = await AccountSite.TokenAsync(bartizan, person, agent);

        var answer = await AccountSite.CallAsync(bartizan, token, "tools/list", "");
        Assert.Contains("echo", answer, StringComparison.Ordinal);

        // Recorded on both sides.
        Assert.Contains("account.exchanged", await BartizanProcess.OutputAsync("events", "export", "--format", "json", "--data", nearData), StringComparison.Ordinal);
        Assert.Contains("identity.assertion-used", await BartizanProcess.OutputAsync("events", "export", "--format", "json", "--data", farData), StringComparison.Ordinal);

        // Signed out, at once, although the other one would take the token longer.
        await person.SignOutAsync();
        Assert.Contains("sign_in_needed", await AccountSite.CallAsync(bartizan, token, "tools/list", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", bartizan.Errors, StringComparison.Ordinal);
    }
}
