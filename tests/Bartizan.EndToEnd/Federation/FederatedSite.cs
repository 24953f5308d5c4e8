using Bartizan.EndToEnd.Browser;
using Bartizan.EndToEnd.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bartizan.EndToEnd.Federation;

/// <summary>A running Bartizan with three real providers, and browsers of people who share nothing. Console and providers are different sites to a browser.</summary>
internal sealed class FederatedSite : IAsyncDisposable
{
    public const string Password = "a long walk on the wall";

    private readonly TempFolder _folder = new();
    private McpServerProcess? _tools;
    private DemoUpstream? _model;
    private TestBrowser? _browser;

    public BartizanProcess Bartizan { get; private set; } = null!;

    public IdentityProviderProcess Providers { get; private set; } = null!;

    public string Data => _folder.Path;

    /// <summary>Starts everything but the providers.</summary>
    /// <param name="policies">Policies beside the default ones; null for none.</param>
    public static async Task<FederatedSite> StartAsync(string? policies = null)
    {
        var site = new FederatedSite();
        var own = policies is null ? "" : $"policies: {Path.GetDirectoryName(site._folder.Write("policies/own.cedar", policies))}\npolicyPacks: [default]";
        site._model = await DemoUpstream.StartAsync(site._folder);
        site._tools = await McpServerProcess.StartAsync();
        site.Providers = new IdentityProviderProcess(site._folder);
        site.Bartizan = await BartizanProcess.StartAsync(site._folder.Path, "--config", site._model.Configure($$"""
            {{site.Providers.Section}}
            {{own}}
            mcp:
              servers:
                - { name: files, url: "{{new Uri(site._tools.Address, "/both")}}", trust: first-use }
            """));
        // The providers' pages want letters from elsewhere; they do without, at once and wherever the tests run.
        site._browser = await TestBrowser.StartAsync("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
        return site;
    }

    /// <summary>A page in a browser of its own.</summary>
    public Task<IPage> NewPageAsync() => _browser!.NewPageAsync();

    /// <summary>The first admin, who has a password; leaves the page open.</summary>
    public async Task<IPage> AddMariaAsync()
    {
        var page = await NewPageAsync();
        await page.GotoAsync(Bartizan.SignIn!);
        await page.GetByLabel("Name").FillAsync("maria");
        await ConsoleSite.ChoosePasswordAsync(page);
        return page;
    }

    public Task OpenAsync(IPage page, string path) => page.GotoAsync(new Uri(Bartizan.Console!, path).AbsoluteUri);

    public static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    /// <summary>Signs in by a provider's button on the page that is open, and at the provider says who one is and that it may.</summary>
    public static async Task SignInAsync(IPage page, string title, string name)
    {
        await Button(page, "Sign in with " + title).ClickAsync();
        await SayWhoAsync(page, name);
    }

    public static async Task SayWhoAsync(IPage page, string name)
    {
        await page.Locator("input[name=login]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync("anything");
        await page.Locator("button.login-submit").ClickAsync();
        await page.Locator("button:has-text('Continue')").ClickAsync();
    }

    public static Task IsInAsync(IPage page, string name) => Expect(Button(page, "Person: " + name)).ToBeVisibleAsync();

    public static async Task ChooseAsync(IPage page, string person, string item)
    {
        await Button(page, "Person: " + person).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = item }).ClickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await Providers.DisposeAsync();
        await Bartizan.DisposeAsync();
        await _tools!.DisposeAsync();
        await _model!.DisposeAsync();
        _folder.Dispose();
    }
}
