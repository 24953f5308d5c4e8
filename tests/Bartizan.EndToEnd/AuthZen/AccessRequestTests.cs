using System.Security.Cryptography;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;

namespace Bartizan.EndToEnd.AuthZen;

/// <summary>An AuthZEN access request by the real program, killed between request, approval and evaluation.</summary>
public sealed class AccessRequestTests
{
    private const string Subject = """ "subject":{"type":"user","id":"bob"},"action":{"name":"edit"},"resource":{"type":"record","id":"r4"} """;

    [Fact]
    public async Task A_denial_is_asked_for_approved_on_the_command_line_and_passes_once()
    {
        using var folder = new TempFolder();
        folder.Write("pdp/one.cedar", """
            @id("all") permit(principal, action, resource);
            @id("edits") @hold("approver") @message("Editing needs a person.") forbid(principal, action == Action::"edit", resource);
            """);
        const string Section = "policies: [pdp]\ncallers: [demo]\nurl: https://pdp.example.com";
        var (key, publicKey) = await AddApproverAsync(folder);
        string task;
        await using (var pdp = await Pdp.StartAsync(folder, Section))
        {
            var denied = await pdp.PostAsync("/access/v1/evaluation", "{" + Subject + "}");
            Assert.False(denied.Decision);
            var denial = JsonSerializer.Serialize(new { evaluation_id = denied.Context.GetProperty("evaluation_id").GetString(), expires_at = denied.Context.GetProperty("access_request").GetProperty("expires_at").GetString() });
            var submitted = await pdp.PostAsync("/access/v1/requests", $"{{{Subject},\"denial\":{denial}}}");
            Assert.Equal(202, (int)submitted.Status);
            task = submitted.Json.GetProperty("task").GetProperty("id").GetString()!;
            await pdp.Process.KillAsync();
        }

        Assert.Contains("record::\\\"r4\\\"", await RunAsync(folder, "access", "show", task), StringComparison.Ordinal);
        await RunAsync(folder, "access", "approve", task, "--by", "ada", "--key", key);
        await using (var pdp = await Pdp.StartAsync(folder, Section))
        {
            var approval = (await StatusAsync(pdp, task)).GetProperty("result").GetProperty("approval").GetRawText();
            var again = $"{{{Subject},\"context\":{{\"approval\":{approval}}}}}";
            Assert.True((await pdp.PostAsync("/access/v1/evaluation", again)).Decision);
            await pdp.Process.KillAsync();
        }

        await using (var pdp = await Pdp.StartAsync(folder, Section))
        {
            var approval = (await StatusAsync(pdp, task)).GetProperty("result").GetProperty("approval").GetRawText();
            var used = await pdp.PostAsync("/access/v1/evaluation", $"{{{Subject},\"context\":{{\"approval\":{approval}}}}}");
            Assert.Equal((false, "request"), (used.Decision, used.Context.GetProperty("next_action").GetString()));
            Assert.Equal(0, await pdp.Process.StopAsync());
        }

        await RunAsync(folder, "ledger", "verify");
        File.Delete(publicKey);
    }

    private static async Task<JsonElement> StatusAsync(Pdp pdp, string task)
    {
        using var client = new HttpClient { BaseAddress = pdp.Process.Gateway };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + pdp.Process.Key);
        return JsonDocument.Parse(await client.GetStringAsync(new Uri("/access/v1/requests/" + task, UriKind.Relative))).RootElement;
    }

    private static async Task<(string Key, string PublicKey)> AddApproverAsync(TempFolder folder)
    {
        await using (var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder.Path }, TimeProvider.System, new Bartizan.Core.Ids.SortableIdSource(TimeProvider.System), default))
        {
            Assert.True(await store.Console.AddAccountAsync(new Account { Id = "acc_ada", Name = "ada", Roles = ["approver"], Created = TimeProvider.System.GetUtcNow() }, "test", default));
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (secret, shown) = (folder.Write("ada.pem", key.ExportECPrivateKeyPem()), folder.Write("ada.pub", key.ExportSubjectPublicKeyInfoPem()));
        await RunAsync(folder, "access", "key", "add", "--account", "ada", "--key", shown);
        return (secret, shown);
    }

    private static async Task<string> RunAsync(TempFolder folder, params string[] arguments)
    {
        var (exit, output, errors) = await BartizanProcess.RunAsync([.. arguments, "--data", folder.Path]);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)}: {exit}\n{errors}");
        return output;
    }
}
