using Microsoft.Playwright;

namespace Bartizan.EndToEnd.Browser;

/// <summary>The system's Chromium, launched as all tests want it: without a sandbox, and without asking its maker for anything.</summary>
internal sealed class TestBrowser : IAsyncDisposable
{
    private static readonly string[] Usual =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private TestBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Launches one.</summary>
    /// <param name="more">Arguments beside the usual ones.</param>
    public static async Task<TestBrowser> StartAsync(params string[] more)
    {
        // The library's own five seconds are too few where other tests keep all cores busy.
        Assertions.SetDefaultExpectTimeout(60_000);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ConsoleSite.Chromium, Args = [.. Usual, .. more], Timeout = 120_000 }));
    }

    /// <summary>A person's browser, which shares nothing with another one's.</summary>
    public Task<IBrowserContext> NewContextAsync() => _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });

    /// <summary>A page in a browser of its own.</summary>
    public async Task<IPage> NewPageAsync()
    {
        var page = await (await NewContextAsync()).NewPageAsync();
        page.SetDefaultTimeout(60_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
