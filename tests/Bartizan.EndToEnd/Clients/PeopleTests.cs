using System.Net;
using System.Text;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

/// <summary>People who let real OAuth clients act for them, through the real program and its console.</summary>
public class PeopleTests
{
    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient, NodeClient.Conformance)]
    public async Task Real_clients_act_for_a_person_until_the_person_takes_it_back()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(
            folder.Path, "--config", upstream.Configure("identity:\n  issuer: listener\n  registration:\n    metadataDocuments:\n      hosts: [\"*\"]"));
        foreach (var name in new[] { "app", "back", "helper" })
        {
            await BartizanProcess.LinesAsync("agent", "add", name, "--owner", "grace", "--data", folder.Path);
        }

        string[] people = ["--grant", "authorization_code", "--grant", "refresh-token", "--scope", "read", "--data", folder.Path];
        var app = await BartizanProcess.LinesAsync(["agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", .. people]);
        var back = await BartizanProcess.LinesAsync(
            ["agent", "credentials", "back", "--secret", "--delegate", "helper", "--redirect", "https://app.example/callback", .. people]);
        var helper = await BartizanProcess.LinesAsync("agent", "credentials", "helper", "--secret", "--grant", "token-exchange", "--scope", "read", "--data", folder.Path);
        var result = await NodeClient.RunAsync(
            McpServerProcess.Node,
            "people.mjs",
            bartizan,
            [],
            [
                ("CONSOLE", bartizan.Console!.AbsoluteUri), ("LINK", bartizan.SignIn), ("APP", app[0]), ("BACK", back[0]), ("BACK_SECRET", back[1]), ("HELPER", helper[0]), ("HELPER_SECRET", helper[1]),
            ]);
        string Of(string name) => result.GetProperty(name).GetRawText();
        Assert.Equal("""["client_id","request_uri"]""", Of("pushed"));
        Assert.Equal("""["back",true,"app.example",false]""", Of("question"));
        Assert.Equal("""["dpop",true,true,true,"read"]""", Of("code"));
        Assert.Equal(("[200,1]", "[true,true,true]"), (Of("used"), Of("handed")));
        Assert.Equal(("""["invalid_grant","invalid_grant"]""", "400", "\"access_denied\""), (Of("reused"), Of("opened"), Of("denied")));
        Assert.Equal(("""[true,"4711"]""", "200"), (Of("app"), Of("appUsed")));
        Assert.NotEqual("\"granted\"", Of("mixed"));
        Assert.True(
            result.GetProperty("conformance") is { ValueKind: System.Text.Json.JsonValueKind.Array } checks && checks.GetArrayLength() >= 3 && checks.EnumerateArray().All(c => c.GetString()!.EndsWith(" SUCCESS", StringComparison.Ordinal)),
            Of("conformance"));
        Assert.Equal("""[401,"invalid_grant",[true]]""", Of("disconnected"));

        var last = result.GetProperty("token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bartizan, last));
        await BartizanProcess.LinesAsync("agent", "revoke", "back", "--data", folder.Path);
        await Patience.UntilAsync(async () => await StatusAsync(bartizan, last) != HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(bartizan, last));
        Assert.Equal(0, await bartizan.StopAsync());
        await BartizanProcess.LinesAsync("ledger", "verify", "--data", folder.Path);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf("eyJ"u8) < 0 && bytes.AsSpan().IndexOf("btr_"u8) < 0 && bytes.AsSpan().IndexOf("btc_"u8) < 0, $"{Path.GetFileName(file)} holds a token or a code.");
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(back[1])) < 0, $"{Path.GetFileName(file)} holds a secret.");
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(BartizanProcess bartizan, string token)
    {
        using var http = new HttpClient { BaseAddress = bartizan.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/models");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
