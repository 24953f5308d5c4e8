using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Bartizan.EndToEnd.Browser;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Microsoft.Playwright;
using static Bartizan.EndToEnd.Federation.FederatedSite;
using static Microsoft.Playwright.Assertions;

namespace Bartizan.EndToEnd.Federation;

/// <summary>People sign in through a certified provider, in the real browser.</summary>
public class FederationTests
{
    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index, NodeClient.Node22, IdentityProviderProcess.Package)]
    public async Task Somebody_of_the_provider_comes_in_with_the_roles_of_their_groups_and_stays_out_once_disabled()
    {
        await using var site = await StartAsync();
        var maria = await site.AddMariaAsync();

        // While the providers are down, people with a password come in.
        var page = await site.NewPageAsync();
        await site.OpenAsync(page, "/sign-in");
        await Button(page, "Sign in with Example Staff").ClickAsync();
        await Expect(page.GetByText("Example Staff does not answer.")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("maria");
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();
        await IsInAsync(page, "maria");

        await site.Providers.StartAsync(site.Bartizan);
        var grace = await site.NewPageAsync();
        await site.OpenAsync(grace, "/agents");
        await Expect(Button(grace, "Sign in with Partners")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(grace, "sign-in");
        await grace.SetViewportSizeAsync(1440, 900);
        await SignInAsync(grace, "Example Staff", "grace");
        await IsInAsync(grace, "grace");
        Assert.Equal("/agents", new Uri(grace.Url).PathAndQuery);
        await Expect(grace.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "People" })).ToHaveCountAsync(0);
        await ChooseAsync(grace, "grace", "Identities…");
        await Expect(grace.GetByRole(AriaRole.Dialog).GetByText("Example Staff")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(grace, "identities");
        await grace.SetViewportSizeAsync(1440, 900);
        await grace.Keyboard.PressAsync("Escape");

        // Out here and there; then in again, with another group.
        await ChooseAsync(grace, "grace", "Sign out");
        await Button(grace, "Yes, sign me out").ClickAsync();
        await Expect(Button(grace, "Sign in with Example Staff")).ToBeVisibleAsync();
        Assert.Equal(site.Bartizan.Console, new Uri(new Uri(grace.Url).GetLeftPart(UriPartial.Authority)));
        site.Providers.SetGroups("grace", "bosses");
        await SignInAsync(grace, "Example Staff", "grace");
        await IsInAsync(grace, "grace");
        await grace.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "People" }).ClickAsync();
        await Expect(grace.GetByText("2 people can sign in")).ToBeVisibleAsync();
        await grace.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "grace" }).First.ClickAsync();
        await Expect(grace.GetByText("Example Staff says so, anew at each sign-in.")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(grace, "people-provider");
        await grace.SetViewportSizeAsync(1440, 900);

        // Disabled, she is out at once, and the provider cannot bring her back.
        await site.OpenAsync(maria, "/people");
        await maria.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "grace" }).First.ClickAsync();
        await Button(maria, "Disable account…").ClickAsync();
        await maria.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Disable account" }).ClickAsync();
        await Expect(maria.GetByText("They can sign in again as before.")).ToBeVisibleAsync();
        await site.OpenAsync(grace, "/");
        await Button(grace, "Sign in with Example Staff").ClickAsync();
        await Expect(grace.GetByText("Your account is disabled. Ask an admin.")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(grace, "sign-in-refused");

        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
        Assert.DoesNotContain("eyJ", site.Bartizan.Errors, StringComparison.Ordinal);
    }

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index, NodeClient.Node22, IdentityProviderProcess.Package)]
    public async Task An_identity_is_linked_by_its_person_and_a_provider_ends_its_sessions()
    {
        await using var site = await StartAsync();
        var maria = await site.AddMariaAsync();
        await site.Providers.StartAsync(site.Bartizan);

        // A secret in the form, and nobody whom no account is linked to.
        var page = await site.NewPageAsync();
        await site.OpenAsync(page, "/sign-in");
        await SignInAsync(page, "Partners", "maria-at-partners");
        await Expect(page.GetByText("have no account here that is linked to it")).ToBeVisibleAsync();
        await ChooseAsync(maria, "maria", "Identities…");
        var dialog = maria.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Your password").FillAsync(Password);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Link Partners" }).ClickAsync();
        await SayWhoAsync(maria, "maria-at-partners");
        await Expect(maria.GetByRole(AriaRole.Dialog).GetByText("maria-at-partners")).ToBeVisibleAsync();
        await Button(page, "Sign in with Partners").ClickAsync();
        await IsInAsync(page, "maria");

        // Without a secret, by the server's own key; and out again because the provider says so.
        var robot = await site.NewPageAsync();
        await site.OpenAsync(robot, "/");
        await SignInAsync(robot, "robots", "grace");
        await IsInAsync(robot, "grace");
        await ProveAsync(robot, "grace");
        await robot.GotoAsync($"http://localhost:{site.Providers.Ports[2]}/session/end");
        await Button(robot, "Yes, sign me out").ClickAsync();
        // By what it shows, not by a load event: the page may be there before anybody listens for its loading.
        await Expect(robot.GetByText("Sign-out Success")).ToBeVisibleAsync();
        await site.OpenAsync(robot, "/");
        await Expect(Button(robot, "Sign in with robots")).ToBeVisibleAsync();
    }

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index, NodeClient.Node22, IdentityProviderProcess.Package)]
    public async Task An_agent_asks_somebody_who_signs_in_on_the_way_and_gets_a_token_for_just_them()
    {
        await using var site = await StartAsync();
        await site.AddMariaAsync();
        await site.Providers.StartAsync(site.Bartizan);
        await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "maria", "--data", site.Data);
        var client = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--public", "--grant", "authorization_code", "--scope", "read", "--redirect", "http://127.0.0.1/callback", "--data", site.Data)).Trim();

        const string Verifier = "a-verifier-of-forty-three-characters-or-more-01";
        const string Redirect = "http://127.0.0.1:4711/callback";
        var page = await site.NewPageAsync();
        await page.RouteAsync("http://127.0.0.1:4711/**", route => route.FulfillAsync(new RouteFulfillOptions { Body = "The app has its answer." }));
        await page.GotoAsync(
            $"{site.Bartizan.Gateway}oauth/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=read&state=of-the-app&code_challenge_method=S256&code_challenge="
            + System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))));
        await SignInAsync(page, "Example Staff", "grace");
        await Expect(page.GetByText("asks to act for you")).ToBeVisibleAsync();
        await Expect(page.GetByText("grace")).ToBeVisibleAsync();
        await Button(page, "Allow").ClickAsync();
        await Expect(page.GetByText("The app has its answer.")).ToBeVisibleAsync();
        var answer = HttpUtility.ParseQueryString(new Uri(page.Url).Query);
        Assert.Equal("of-the-app", answer["state"]);

        using var http = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        using var granted = await http.PostAsync("/oauth/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["code"] = answer["code"]!,
            ["redirect_uri"] = Redirect,
            ["code_verifier"] = Verifier,
        }));
        var token = JsonDocument.Parse(await granted.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
        Assert.StartsWith("acc_", claims.GetProperty("sub").GetString(), StringComparison.Ordinal);
        Assert.Equal(client, claims.GetProperty("act").GetProperty("sub").GetString());

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answered = await http.PostAsync("/openai/v1/chat/completions", new StringContent("""{"model":"demo-openai","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"));
        Assert.True(answered.IsSuccessStatusCode, await answered.Content.ReadAsStringAsync());
    }

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index, NodeClient.Node22, NodeClient.Mcp, IdentityProviderProcess.Package)]
    public async Task The_official_MCP_client_acts_for_somebody_by_an_assertion_of_their_provider()
    {
        await using var site = await StartAsync();
        await site.AddMariaAsync();
        await site.Providers.StartAsync(site.Bartizan);
        await BartizanProcess.OutputAsync("agent", "add", "enterprise", "--owner", "maria", "--data", site.Data);
        var credentials = (await BartizanProcess.OutputAsync("agent", "credentials", "enterprise", "--secret", "--grant", "jwt-bearer", "--scope", "mcp:files", "--data", site.Data)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        (string, string?)[] settings =
        [
            ("APP", credentials[0]), ("APP_SECRET", credentials[1]), ("IDP", $"http://localhost:{site.Providers.Ports[0]}"), ("SUBJECT", "grace"),
        ];

        // Of a provider's person whom no account is linked to, nothing comes.
        await Assert.ThrowsAnyAsync<Exception>(() => NodeClient.RunAsync(McpServerProcess.Node, "enterprise.mjs", site.Bartizan, [], settings));
        var page = await site.NewPageAsync();
        await site.OpenAsync(page, "/");
        await SignInAsync(page, "Example Staff", "grace");
        await IsInAsync(page, "grace");
        var result = await NodeClient.RunAsync(McpServerProcess.Node, "enterprise.mjs", site.Bartizan, [], settings);
        var claims = result.GetProperty("claims");
        var resource = new Uri(site.Bartizan.Gateway, "/mcp/files").AbsoluteUri;
        Assert.Equal($"""[[true,"{resource}","mcp:files"]]""", result.GetProperty("asked").GetRawText());
        Assert.Contains("echo", result.GetProperty("tools").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal((resource, "mcp:files", credentials[0]), (claims.GetProperty("aud").GetString(), claims.GetProperty("scope").GetString(), claims.GetProperty("act").GetProperty("sub").GetString()));
        Assert.StartsWith("acc_", claims.GetProperty("sub").GetString(), StringComparison.Ordinal);
    }

    // The page offers it where passkeys can be made, which is under a host name; here its request is made as the page makes it.
    private static async Task ProveAsync(IPage page, string name)
    {
        var location = await page.EvaluateAsync<string>(
            """
            async () => {
              const { csrfToken } = await (await fetch('/api/session')).json();
              const headers = { 'content-type': 'application/json', 'x-bartizan-csrf': csrfToken };
              return (await (await fetch('/api/identities/prove', { method: 'POST', headers, body: '{"returnTo":"/"}' })).json()).location;
            }
            """);
        await page.GotoAsync(location);
        await page.Locator("input[name=login]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync("anything");
        await page.Locator("button.login-submit").ClickAsync();
        await IsInAsync(page, name);
        Assert.True(await page.EvaluateAsync<bool>("async () => (await (await fetch('/api/session')).json()).person.provenUntil !== null"));
    }
}
