using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

/// <summary>A real OAuth client asks a person without their browser (CIBA), through the real program and its console.</summary>
public class BackchannelTests
{
    [RequiresFact(NodeClient.Install, NodeClient.OpenIdClient)]
    public async Task A_real_client_asks_a_person_who_answers_in_the_console()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", upstream.Configure("identity:\n  issuer: listener"));
        await BartizanProcess.OutputAsync("agent", "add", "shopper", "--owner", "grace", "--data", folder.Path);
        var made = (await BartizanProcess.OutputAsync("agent", "credentials", "shopper", "--secret", "--grant", "ciba", "--scope", "read", "--data", folder.Path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var result = await NodeClient.RunAsync(
            "ciba.mjs", bartizan, ("CONSOLE", bartizan.Console!.AbsoluteUri), ("LINK", bartizan.SignIn), ("CLIENT", made[0]), ("SECRET", made[1]));
        string Of(string name) => result.GetProperty(name).GetRawText();
        Assert.Equal("""["shopper","grace","W4SCT",["read"],["demo-openai"]]""", Of("question"));
        Assert.Equal("""["dpop",true,true,false,"read"]""", Of("token"));
        Assert.Equal("""["urn:bartizan:acr:password",true,2]""", Of("signIn"));
        Assert.Equal("[200,403]", Of("used"));
        Assert.Equal("""["invalid_grant","access_denied","access_denied"]""", Of("refused"));
        Assert.Equal(0, await bartizan.StopAsync());
        await BartizanProcess.OutputAsync("ledger", "verify", "--data", folder.Path);
    }
}
