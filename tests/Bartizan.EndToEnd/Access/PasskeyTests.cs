using Bartizan.EndToEnd.Browser;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Bartizan.EndToEnd.Access;

/// <summary>A person approves in the real browser, with Chromium's own authenticator in software.</summary>
public class PasskeyTests
{
    [RequiresFact(ConsoleSite.Install, ConsoleSite.Chromium, ConsoleSite.Index)]
    public async Task Held_requested_approved_by_passkey_passed_and_held_again()
    {
        await using var site = await HeldSite.StartAsync();
        await using var browser = await TestBrowser.StartAsync();
        var page = await browser.NewPageAsync();
        // The pages look every five seconds.
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(site.Bartizan.SignIn!.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        await page.GetByLabel("Name").FillAsync("maria");
        await ConsoleSite.ChoosePasswordAsync(page);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Person: maria" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Passkeys…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("her laptop");
        await dialog.GetByLabel("Your password").FillAsync(HeldSite.Password);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Make a passkey" }).ClickAsync();
        await Expect(dialog.GetByText("her laptop")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "passkeys");
        await page.SetViewportSizeAsync(1440, 900);
        await page.Keyboard.PressAsync("Escape");

        const string Arguments = """{"path":"plan.txt","note":"for Ada\u200B, \u202Etxt.nalp","lines":[1,2.5]}""";
        Assert.Contains("Reading files needs a person.", await site.CallAsync(Arguments), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Requests" }).ClickAsync();
        await Expect(page.GetByLabel("1 wait")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "read_file" }).ClickAsync();
        await Expect(page.GetByText("<U+202E>").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Reading files needs a person.").First).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "requests");
        await page.SetViewportSizeAsync(1440, 900);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Approve with passkey" }).ClickAsync();
        await Expect(page.GetByText("Approved").First).ToBeVisibleAsync();
        await Expect(page.GetByText("used 0 of 1")).ToBeVisibleAsync();
        Assert.Contains("Reading files needs a person.", await site.CallAsync("""{"path":"other.txt"}"""), StringComparison.Ordinal);
        Assert.Equal("done", await site.CallAsync(Arguments));
        Assert.Contains("Reading files needs a person.", await site.CallAsync(Arguments), StringComparison.Ordinal);
        await Expect(page.GetByText("used 1 of 1")).ToBeVisibleAsync();
        await ConsoleSite.PictureAsync(page, "request-approved");
        await page.SetViewportSizeAsync(1440, 900);

        await page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Waiting" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Deny…" }).ClickAsync();
        await dialog.GetByLabel("Why").FillAsync("Once is enough.");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Deny", Exact = true }).ClickAsync();
        await Expect(page.GetByText("by maria: Once is enough.")).ToBeVisibleAsync();
        Assert.Empty(complaints);
        Assert.Equal(0, await site.Bartizan.StopAsync());
        Assert.Equal(0, (await BartizanProcess.RunAsync("ledger", "verify", "--data", site.Data)).ExitCode);
    }

    internal static async Task AddAuthenticatorAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
