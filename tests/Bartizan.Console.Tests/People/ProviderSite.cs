using System.Net;
using System.Text.Json.Nodes;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Identity.Federation;
using Bartizan.Testing.Federation;

namespace Bartizan.Console.Tests.People;

/// <summary>A console with two providers: one whose people must have an account, and one that makes accounts.</summary>
internal sealed class ProviderSite : IAsyncDisposable
{
    private ProviderSite(TestConsole console, FakeProvider strict, FakeProvider open) => (Console, Strict, Open) = (console, strict, open);

    public TestConsole Console { get; }

    /// <summary>Provider <c>strict</c>.</summary>
    public FakeProvider Strict { get; }

    /// <summary>Provider <c>open</c>.</summary>
    public FakeProvider Open { get; }

    public static async Task<ProviderSite> StartAsync(bool hasAdmin = true, string? address = null)
    {
        var (strict, open) = (new FakeProvider(TimeProvider.System), new FakeProvider(TimeProvider.System));
        var console = await TestConsole.StartAsync(configure: o => o with
        {
            Address = address is null ? o.Address : new Uri(address),
            Secrets = _ => FakeProvider.Secret,
            SignIn = new SignInOptions
            {
                Providers =
                [
                    new() { Name = "strict", Title = "Staff", Issuer = strict.Issuer, ClientId = FakeProvider.ClientId, Credential = "env:X", Inside = true },
                    new()
                    {
                        Name = "open", Issuer = open.Issuer, ClientId = FakeProvider.ClientId, Credential = "env:X", Inside = true, Accounts = AccountMaking.AtFirstSignIn,
                        Roles = [new("groups", "watchers", "analyst"), new("realm.roles", "boss", "admin")],
                    },
                ],
            },
        });
        strict.Clock = open.Clock = console.Clock;
        var site = new ProviderSite(console, strict, open);
        if (hasAdmin)
        {
            (await console.SignInAsync(Role.Admin)).Dispose();
        }

        return site;
    }

    /// <summary>Begins as the page does; where the browser goes.</summary>
    public static async Task<Uri> BeginAsync(Browser browser, string provider, string returnTo = "/") =>
        new((await browser.PostAsync<SignInBegun>($"/api/sign-in/{provider}", new BeginSignIn(returnTo))).Location);

    /// <summary>Comes back with an answer; where the browser is sent.</summary>
    public static async Task<string> ReturnAsync(Browser browser, string provider, string answer)
    {
        using var response = await browser.GetAsync($"/api/sign-in/{provider}/callback?{answer}");
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var location = response.Headers.Location!.OriginalString;
        Assert.DoesNotContain("code=", location, StringComparison.Ordinal);
        Assert.DoesNotContain("state=", location, StringComparison.Ordinal);
        // As the page does when it opens: it asks who looks, and learns the token that changes carry.
        using var session = await browser.SendAsync(browser.Request(HttpMethod.Get, "/api/session"));
        return location;
    }

    /// <summary>Signs in from the first click to the page at the end.</summary>
    public async Task<string> SignInAsync(Browser browser, string provider, string subject, params (string, JsonNode)[] claims)
    {
        var address = await BeginAsync(browser, provider);
        return await ReturnAsync(browser, provider, (provider == "open" ? Open : Strict).SignIn(address, subject, claims));
    }

    public Task<string> SignInAsOpenAsync(Browser browser, string subject, string name, params string[] groups) =>
        SignInAsync(browser, "open", subject, ("preferred_username", name), ("groups", new JsonArray([.. groups.Select(g => JsonValue.Create(g))])));

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        Strict.Dispose();
        Open.Dispose();
    }
}
