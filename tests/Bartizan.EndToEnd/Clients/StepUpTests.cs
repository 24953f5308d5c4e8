using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

/// <summary>A policy wants a fresh sign-in, and a real OAuth client gets one (RFC 9470), through the real program and its console.</summary>
public class StepUpTests
{
    private const string Policies = """
        @id("fresh") @stepUp("max_age=15 acr_values=urn:bartizan:acr:password") @message("This model needs a fresh sign-in.")
        forbid (principal, action == Action::"invokeModel", resource == Model::"demo-anthropic")
        unless { context has signIn && context.signIn.seconds <= 15 && context.signIn.acr == "urn:bartizan:acr:password" };
        """;

    [RequiresFact(NodeClient.Install, NodeClient.OpenIdClient)]
    public async Task A_real_client_is_challenged_and_its_person_signs_in_anew()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        folder.Write("policies/fresh.cedar", Policies);
        await using var bartizan = await BartizanProcess.StartAsync(
            folder.Path, "--config", upstream.Configure($"policies: {Path.Combine(folder.Path, "policies")}\npolicyPacks: [default]\nidentity:\n  issuer: listener"));
        await BartizanProcess.OutputAsync("agent", "add", "desk", "--owner", "grace", "--data", folder.Path);
        var made = (await BartizanProcess.OutputAsync(
            "agent", "credentials", "desk", "--secret", "--grant", "authorization_code", "--grant", "refresh-token", "--scope", "read", "--redirect", "https://app.example/callback", "--data", folder.Path))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var result = await NodeClient.RunAsync(
            "stepup.mjs",
            bartizan,
            ("CONSOLE", bartizan.Console!.AbsoluteUri), ("LINK", bartizan.SignIn), ("CLIENT", made[0]), ("SECRET", made[1]), ("MODEL", "demo-anthropic"), ("PLAIN", "demo-openai"));
        string Of(string name) => result.GetProperty(name).GetRawText();
        Assert.Equal("""[401,"15","urn:bartizan:acr:password","insufficient_user_authentication",200]""", Of("refused"));
        Assert.Equal("[401,true,401]", Of("around"));
        Assert.StartsWith("[true,false,403,", Of("stubborn"), StringComparison.Ordinal);
        Assert.Contains("sign-in-needed", Of("stubborn"), StringComparison.Ordinal);
        Assert.Equal(("""[true,403,false,true,"urn:bartizan:acr:password"]""", "200", "401"), (Of("fresh"), Of("used"), Of("still")));
        Assert.Equal("\"unmet_authentication_requirements\"", Of("unknown"));
        Assert.Equal(0, await bartizan.StopAsync());
        await BartizanProcess.OutputAsync("ledger", "verify", "--data", folder.Path);
    }
}
