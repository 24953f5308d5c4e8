using System.Net.Http.Json;
using Bartizan.EndToEnd.Browser;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bartizan.EndToEnd.Access;

/// <summary>An agent's whole life as people see it in the console: registered, denied, asked for, approved by passkey, spent, reviewed, certified, killed.</summary>
public class GovernanceWalkTests
{
    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index)]
    public async Task An_agent_is_registered_denied_approved_reviewed_certified_and_killed()
    {
        await using var site = await HeldSite.StartAsync(more: "identity:\n  reviews: { window: 30d, triggers: true }");
        await using var browser = await TestBrowser.StartAsync();
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await PasskeyTests.AddAuthenticatorAsync(page);
        await page.GotoAsync(site.Bartizan.SignIn!.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        await page.GetByLabel("Name").FillAsync("maria");
        await ConsoleSite.ChoosePasswordAsync(page);
        await MakePasskeyAsync(page);

        // Registered: a blueprint from its file, an agent in the console, and the one under the other.
        await site.RunAsync("blueprint", "add", site.Write("triage.yaml", $"""
            name: ticket-triage
            owner: maria
            sponsor: maria
            models: [demo-openai, demo-openai-2]
            tools: [files/read_file, files/delete_file]
            review: 90d
            expires: {TimeProvider.System.GetUtcNow().AddDays(100):yyyy-MM-dd}
            """));
        await GoAsync(page, "Agents");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add agent" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("triager");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Add agent" }).ClickAsync();
        var key = (await dialog.Locator("code, pre").First.InnerTextAsync()).Trim();
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "I have stored it" }).ClickAsync();
        await site.RunAsync("agent", "assign", "triager", "--blueprint", "ticket-triage");
        await UntilAsync(async () => await AskAsync(site, key, "demo-openai") == 200);

        // Denied: what its blueprint does not name.
        await UntilAsync(async () => await AskAsync(site, key, "demo-anything") == 403);
        await GoAsync(page, "Exchanges");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "demo-anything" }).First).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "walk-denied");
        await page.SetViewportSizeAsync(1440, 900);

        // Requested and approved by passkey, once; then it succeeds once, and the approval is over.
        Assert.Contains("needs a person", await site.CallAsync(key: key), StringComparison.Ordinal);
        await GoAsync(page, "Requests");
        await page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "read_file" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Approve with passkey" }).ClickAsync();
        await Expect(page.GetByText("used 0 of 1")).ToBeVisibleAsync();
        Assert.Equal("done", await site.CallAsync(key: key));
        await Expect(page.GetByText("used 1 of 1")).ToBeVisibleAsync();
        Assert.Contains("needs a person", await site.CallAsync(key: key), StringComparison.Ordinal);

        await ReviewAsync(page, site, key);
        await KillAsync(page, site, key);
        Assert.Empty(complaints);
        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
    }

    private static async Task ReviewAsync(IPage page, HeldSite site, string key)
    {
        await GoAsync(page, "Reviews");
        await Expect(page.GetByText("No question is open")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "reviews-empty");
        await page.SetViewportSizeAsync(1440, 900);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Begin a review…" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Title").FillAsync("Tools and models, fourth quarter");
        await ConsoleSite.PictureAsync(page, "reviews-begin");
        await page.SetViewportSizeAsync(1440, 900);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Begin", Exact = true }).ClickAsync();
        await Expect(page.GetByText("4 questions wait for you")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "files/delete_file" }).ClickAsync();
        await Expect(page.GetByText("not once")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "reviews-questions");
        await page.SetViewportSizeAsync(1440, 900);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove…" }).ClickAsync();
        await dialog.GetByLabel("Why").FillAsync("Triage never deletes.");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove", Exact = true }).ClickAsync();
        foreach (var (entry, answer) in new[] { ("demo-openai-2", "Remove"), ("files/read_file", "Keep"), ("demo-openai", "Keep") })
        {
            await page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { Has = page.GetByText(entry, new PageGetByTextOptions { Exact = true }) }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = answer == "Keep" ? "Keep" : "Remove…", Exact = true }).ClickAsync();
            await dialog.GetByLabel("Why").FillAsync("Looked at.");
            await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = answer, Exact = true }).ClickAsync();
            await Expect(dialog).ToBeHiddenAsync();
        }

        await Expect(page.GetByText("No question is open")).ToBeVisibleAsync();
        await UntilAsync(async () => await AskAsync(site, key, "demo-openai-2") == 403);
        Assert.Equal(200, await AskAsync(site, key, "demo-openai"));

        // Certified: what the console gives out is checked without the store.
        await page.GetByRole(AriaRole.Radiogroup, new PageGetByRoleOptions { Name = "Which" }).GetByText("Reviews").ClickAsync();
        await page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Tools and models, fourth quarter" }).ClickAsync();
        await Expect(page.GetByText("2 removed or narrowed").First).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "reviews-closed");
        await page.SetViewportSizeAsync(1440, 900);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Download" }).ClickAsync());
        var file = site.Write("certification.json", await File.ReadAllTextAsync(await download.PathAsync()));
        var trusted = (await site.RunAsync("ledger", "checkpoint", "--key")).Trim();
        var (exit, output, errors) = await BartizanProcess.RunAsync("review", "verify", file, "--key", trusted);
        Assert.True(exit == 0, output + errors);
        Assert.Contains("4 questions, all answered and carried out", output, StringComparison.Ordinal);
        Assert.Contains("tool\tticket-triage\tfiles/delete_file\tremove\tby maria", output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("Triage never deletes.", "Triage ever deletes. ", StringComparison.Ordinal));
        Assert.Equal(1, (await BartizanProcess.RunAsync("review", "verify", file, "--key", trusted)).ExitCode);
    }

    private static async Task KillAsync(IPage page, HeldSite site, string key)
    {
        await GoAsync(page, "Kill switches");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Stop something…" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Which").FillAsync("triager");
        await dialog.GetByLabel("Why").FillAsync("The walk ends here.");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Stop it now" }).ClickAsync();
        await Expect(page.GetByText("The gateway has confirmed it")).ToBeVisibleAsync();
        Assert.Equal(403, await AskAsync(site, key, "demo-openai"));
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close" }).Last.ClickAsync();
        await ConsoleSite.PictureAsync(page, "walk-killed");
    }

    private static async Task MakePasskeyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Person: maria" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Passkeys…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("her laptop");
        await dialog.GetByLabel("Your password").FillAsync(HeldSite.Password);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Make a passkey" }).ClickAsync();
        await Expect(dialog.GetByText("her laptop")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    private static Task GoAsync(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Pages" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = new($"^{name}") }).ClickAsync();

    private static async Task<int> AskAsync(HeldSite site, string key, string model)
    {
        using var client = new HttpClient { BaseAddress = site.Bartizan.Gateway };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
        using var answer = await client.PostAsJsonAsync("/openai/v1/chat/completions", new { model, messages = new[] { new { role = "user", content = "hello" } } });
        return (int)answer.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not come about within ten seconds.");
    }
}
