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

/// <summary>A policy wants a sign-in that the provider demanded anew (RFC 9470); the person does it in the real browser, at a certified provider.</summary>
public class FederatedStepUpTests
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-01";
    private const string Redirect = "http://127.0.0.1:4711/callback";
    private const string Provider = "urn:bartizan:acr:provider";

    private const string Policies = $$"""
        @id("at-the-provider") @stepUp("acr_values={{Provider}} max_age=600") @message("This model needs a sign-in at the provider.")
        forbid (principal, action == Action::"invokeModel", resource)
        unless { context has signIn && context.signIn.acr == "{{Provider}}" && context.signIn.seconds <= 600 };
        """;

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index, NodeClient.Node22, IdentityProviderProcess.Package)]
    public async Task Somebody_who_came_by_the_providers_session_signs_in_anew_there_and_the_call_passes()
    {
        await using var site = await StartAsync(Policies);
        await site.AddMariaAsync();
        await site.Providers.StartAsync(site.Bartizan);
        await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "maria", "--data", site.Data);
        var client = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--public", "--grant", "authorization_code", "--scope", "read", "--redirect", "http://127.0.0.1/callback", "--data", site.Data)).Trim();
        using var http = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        var page = await site.NewPageAsync();
        await page.RouteAsync("http://127.0.0.1:4711/**", route => route.FulfillAsync(new RouteFulfillOptions { Body = "The app has its answer." }));

        await page.GotoAsync(Address(""));
        await SignInAsync(page, "Example Staff", "grace");
        var first = await AllowAsync();
        Assert.False(Claims(first).TryGetProperty("acr", out _));
        using var refused = await AskAsync(first);
        Assert.Equal(401, (int)refused.StatusCode);
        var challenge = Assert.Single(refused.Headers.WwwAuthenticate);
        Assert.Equal("Bearer", challenge.Scheme);
        var told = HttpUtility.ParseQueryString(challenge.Parameter!.Replace("\"", "", StringComparison.Ordinal).Replace(", ", "&", StringComparison.Ordinal));
        Assert.Equal(("insufficient_user_authentication", Provider, "600"), (told["error"], told["acr_values"], told["max_age"]));

        // The provider's session is there still; it asks all the same, because it is told to.
        await page.GotoAsync(Address($"&acr_values={Uri.EscapeDataString(told["acr_values"]!)}&max_age={told["max_age"]}"));
        await Expect(page.GetByText("The app asks for a newer sign-in than yours")).ToBeVisibleAsync();
        await Expect(Button(page, "Allow")).ToHaveCountAsync(0);
        await Button(page, "Sign in anew").ClickAsync();
        await page.Locator("input[name=login]").FillAsync("grace");
        await page.Locator("input[name=password]").FillAsync("anything");
        await page.Locator("button.login-submit").ClickAsync();
        var second = await AllowAsync();
        Assert.Equal(Provider, Claims(second).GetProperty("acr").GetString());
        using var passed = await AskAsync(second);
        Assert.True(passed.IsSuccessStatusCode, await passed.Content.ReadAsStringAsync());
        using var again = await AskAsync(first);
        Assert.Equal(401, (int)again.StatusCode);

        string Address(string demand) =>
            $"{site.Bartizan.Gateway}oauth/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=read&state=of-the-app{demand}&code_challenge_method=S256&code_challenge="
            + System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

        async Task<string> AllowAsync()
        {
            await Button(page, "Allow").ClickAsync();
            await Expect(page.GetByText("The app has its answer.")).ToBeVisibleAsync();
            using var granted = await http.PostAsync("/oauth/token", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = client,
                ["code"] = HttpUtility.ParseQueryString(new Uri(page.Url).Query)["code"]!,
                ["redirect_uri"] = Redirect,
                ["code_verifier"] = Verifier,
            }));
            return JsonDocument.Parse(await granted.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
        }

        async Task<HttpResponseMessage> AskAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
            {
                Content = new StringContent("""{"model":"demo-openai","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await http.SendAsync(request);
        }
    }

    private static JsonElement Claims(string token) => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
}
