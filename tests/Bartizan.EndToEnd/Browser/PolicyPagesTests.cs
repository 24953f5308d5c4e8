using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bartizan.EndToEnd.Browser;

/// <summary>Who may do what, what would permit a denial, and a policy that is written, reviewed and saved in the browser.</summary>
public sealed class PolicyPagesTests(PolicySite site) : IClassFixture<PolicySite>
{
    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, NodeClient.OpenAi, ConsoleSite.Index)]
    public async Task Permissions_are_a_picture_and_a_cell_says_why()
    {
        var file = site.Write("narrow.yaml", $$"""
            name: narrow-assistant
            owner: maria
            sponsor: maria
            models: [gpt-*]
            tools: [invoices/*]
            depth: 1
            review: 90d
            expires: {{TimeProvider.System.GetUtcNow().AddDays(300):yyyy-MM-dd}}
            """);
        await site.RunAsync("blueprint", "add", file);
        await site.RunAsync("agent", "add", "invoices-eu", "--owner", "ada@example.com", "--blueprint", "narrow-assistant");
        await site.RunAsync("agent", "add", "night-batch-for-the-quarterly-report-of-the-strategy-department", "--owner", "ada@example.com", "--tag", "team=finance");

        var page = await site.OpenAsync("/permissions");
        await page.Locator("[aria-label^='invoices-eu, Ask a model, demo']").ClickAsync();
        var panel = page.GetByLabel("Chosen permission");
        await Expect(panel.GetByText("Never: forbidden")).ToBeVisibleAsync();
        await Expect(panel.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Blueprint narrow-assistant@1" })).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "permissions");
        await page.SetViewportSizeAsync(1440, 900);
        await page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await page.GetByLabel("Who", new PageGetByLabelOptions { Exact = true }).FillAsync("nobody-of-this-name");
        await Expect(page.GetByText("Nothing fits the filter")).ToBeVisibleAsync();
        Clean();
    }

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, NodeClient.OpenAi, ConsoleSite.Index)]
    public async Task A_blocked_exchange_leads_to_what_would_permit_it()
    {
        var id = await Injection.SendAsync(site.Bartizan);
        var page = await site.OpenAsync($"/exchanges/{id}");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "What would permit this?" }).First.ClickAsync();
        await Expect(page.GetByText("Each of these alone would permit it, smallest first")).ToBeVisibleAsync();
        await Expect(page.GetByText("remove \"injection.certain\" from context.untrustedLabels").First).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "why-not");
        Clean();
    }

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, NodeClient.OpenAi, ConsoleSite.Index)]
    public async Task A_policy_is_written_with_help_tested_reviewed_saved_and_in_force()
    {
        Assert.Equal(200, await Injection.AskAsync(site.Bartizan, site.Bartizan.Key));
        var page = await site.OpenAsync("/policies?tab=edit&file=policies/payments.cedar");
        var text = page.GetByLabel("Text of policies/payments.cedar");
        await text.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("\n@id(\"no-demo\")\nforbid (principal, action == Action::\"invokeModel\", resource == Model::\"demo\")\nwhen { context.lables.contains(\"pii\") };");
        await Expect(page.GetByLabel("Problems").GetByText("lables")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-mark=error]").First).ToBeVisibleAsync();

        await text.FillAsync((await text.InputValueAsync()).Replace("\nwhen { context.lables.contains(\"pii\") }", "\nwhen { context.di", StringComparison.Ordinal).TrimEnd(';'));
        await text.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("r");
        await Expect(page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { Name = "direction" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" == \"request\" };\n");
        await Expect(page.GetByText("2 policies, no errors")).ToBeVisibleAsync();

        await page.GetByText("Tests", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run tests" }).ClickAsync();
        await Expect(page.GetByText("1 test passes")).ToBeVisibleAsync();

        await page.GetByText("Review", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Review the change" }).ClickAsync();
        await Expect(page.GetByText("Nothing is newly allowed, as far as anybody can tell.")).ToBeVisibleAsync();
        await Expect(page.Locator("a[href^='/exchanges/exc_']").First).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "policy-editor");
        await page.SetViewportSizeAsync(1440, 900);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why").FillAsync("nobody asks the demo model any more");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save policies" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.EndsWith("when { context.direction == \"request\" };\n", await File.ReadAllTextAsync(site.PathOf("payments.cedar")), StringComparison.Ordinal);
        await Patience.UntilAsync(async () => await Injection.AskAsync(site.Bartizan, site.Bartizan.Key) != 200);

        Assert.Equal(403, await Injection.AskAsync(site.Bartizan, site.Bartizan.Key));
        await LetGoAsync(page, text);
        Clean();
    }

    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, NodeClient.OpenAi, ConsoleSite.Index)]
    public async Task Two_versions_are_compared()
    {
        var page = await site.OpenAsync("/policies?tab=compare");
        await page.GetByLabel("Policies after").FillAsync("permit (principal, action, resource);");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Compare", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Something is newly allowed, or may be")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "policy-compare");
        Clean();
    }

    // What was forbidden is allowed again, which needs the second word.
    private async Task LetGoAsync(IPage page, ILocator text)
    {
        await text.FillAsync((await text.InputValueAsync()).Split("\n@id(\"no-demo\")")[0]);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Review the change" }).Or(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Review again" })).ClickAsync();
        await Expect(page.GetByText("Something is newly allowed, or may be")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var save = dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save policies" });
        await dialog.GetByLabel("Why").FillAsync("it was needed after all");
        await Expect(save).ToBeDisabledAsync();
        await dialog.GetByLabel("I have looked at it, and it is meant.").CheckAsync();
        await save.ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Patience.UntilAsync(async () => await Injection.AskAsync(site.Bartizan, site.Bartizan.Key) == 200);

        Assert.Equal(200, await Injection.AskAsync(site.Bartizan, site.Bartizan.Key));
    }

    private void Clean()
    {
        Assert.Empty(site.Strangers);
        Assert.Empty(site.Complaints);
    }
}
