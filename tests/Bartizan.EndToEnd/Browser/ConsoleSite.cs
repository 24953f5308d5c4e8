using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Microsoft.Playwright;

namespace Bartizan.EndToEnd.Browser;

/// <summary>
/// A running Bartizan with real traffic in it, and the system's Chromium signed in to its console.
/// Pictures of every page go to the folder named by <c>BARTIZAN_SCREENSHOTS</c>, when it is set.
/// </summary>
public class ConsoleSite : IAsyncLifetime, IDisposable
{
    public const string Chromium = "/usr/bin/chromium";
    public const string Index = "src/Bartizan.Console/web/dist/index.html";
    public const string Install = "apt-get install chromium; " + NodeClient.Install + "; build the console with Node 20";

    private const string Password = "a long walk on the wall";
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("BARTIZAN_SCREENSHOTS");

    private readonly TempFolder _data = new();
    private readonly ToolServer _tools = new();
    private DemoUpstream? _model;
    private readonly List<string> _strangers = [];
    private readonly List<string> _complaints = [];
    private TestBrowser? _browser;
    private IBrowserContext? _context;

    internal BartizanProcess Bartizan { get; private set; } = null!;

    /// <summary>The MCP server behind the gateway.</summary>
    internal ToolServer Tools => _tools;

    /// <summary>Requests that any page made to another host.</summary>
    public IReadOnlyList<string> Strangers => _strangers;

    /// <summary>Errors that the browser reported, refusals by the content security policy among them.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async Task InitializeAsync()
    {
        if (!Repository.Has(Chromium) || !Repository.Has(NodeClient.OpenAi) || !Repository.Has(Index))
        {
            return;
        }

        _model = await DemoUpstream.StartAsync(_data);
        var config = _model.Configure($$"""
            recording:
              content: sealed
            budgets:
              limits:
                - { name: each-agent, limit: 400 requests, per: day, each: [agent] }
            mcp:
              servers:
                - { name: files, url: "{{_tools.Address}}" }
            """ + Settings());
        Bartizan = await BartizanProcess.StartAsync(_data.Path, "--config", config);
        _browser = await TestBrowser.StartAsync();
        _context = await _browser.NewContextAsync();
        await SignInAsync();
        await NodeClient.RunAsync("openai.mjs", Bartizan);
        await NodeClient.RunAsync("anthropic.mjs", Bartizan);
    }

    /// <summary>Further settings, from the first column on, after a new line.</summary>
    protected virtual string Settings() => "";

    /// <summary>Opens a page of the console, signed in.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        var page = await NewPageAsync(_context!);
        await page.GotoAsync(new Uri(Bartizan.Console!, path).AbsoluteUri);
        return page;
    }

    /// <summary>Runs a command on its data folder.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await BartizanProcess.RunAsync([.. arguments, "--data", _data.Path]);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Writes a file beside its data.</summary>
    public string Write(string name, string text) => _data.Write(name, text);

    /// <summary>What the gateway tells an agent of the MCP server's tools.</summary>
    public async Task<string> ListToolsAsync()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Bartizan.Gateway, "/mcp/files"))
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer " + Bartizan.Key);
        request.Headers.Add("Accept", "application/json, text/event-stream");
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Opens an address in another person's browser, which shares nothing with the first.</summary>
    public async Task<IPage> OpenElsewhereAsync(string address)
    {
        var context = await _browser!.NewContextAsync();
        var page = await NewPageAsync(context);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Chooses a password after a one-time link, and enters.</summary>
    public static async Task ChoosePasswordAsync(IPage page)
    {
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create account and enter" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Overview" })).ToBeVisibleAsync();
    }

    /// <summary>Takes the page's picture: light, dark, and at a phone's width.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is null)
        {
            return;
        }

        foreach (var (suffix, width, height, scheme) in new[]
        {
            ("light", 1440, 900, ColorScheme.Light), ("dark", 1440, 900, ColorScheme.Dark), ("phone", 390, 844, ColorScheme.Light), ("phone-dark", 390, 844, ColorScheme.Dark),
        })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, height);
            await page.WaitForTimeoutAsync(600);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{suffix}.png") });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (Bartizan is not null)
        {
            await Bartizan.DisposeAsync();
        }

        if (_model is not null)
        {
            await _model.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _tools.Dispose();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task SignInAsync()
    {
        var page = await NewPageAsync(_context!);
        await page.GotoAsync(Bartizan.SignIn!);
        await page.GetByLabel("Name").FillAsync("maria");
        await ChoosePasswordAsync(page);
        await page.CloseAsync();
    }

    private async Task<IPage> NewPageAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Bartizan.Console!.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _strangers.Add(request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        return page;
    }
}
