using System.Security.Cryptography;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Access;

/// <summary>Held, requested, approved on the command line, used: by the real program, killed in between.</summary>
public class ApprovalTests
{
    [Fact]
    public async Task A_held_call_survives_kills_between_request_approval_and_use()
    {
        await using var site = await HeldSite.StartAsync();
        await site.AddFirstAccountAsync("ada");
        var (key, publicKey, strange) = (WriteKey(site, "ada", out var spki), spki, WriteKey(site, "eve", out _));
        var added = await RunAsync(0, "access", "key", "add", "--account", "ada", "--key", publicKey, "--data", site.Data);
        Assert.StartsWith("apk_", added, StringComparison.Ordinal);
        await RunAsync(2, "access", "key", "add", "--account", "ada", "--key", key, "--data", site.Data);

        var held = await site.CallAsync();
        Assert.Contains("Reading files needs a person.", held, StringComparison.Ordinal);
        Assert.Contains(new Uri(site.Bartizan.Console!, "/requests?request=arq_").AbsoluteUri, held, StringComparison.Ordinal);
        await site.Bartizan.KillAsync();
        await site.StartAgainAsync();
        var request = (await RunAsync(0, "access", "list", "--data", site.Data)).Split('\t')[0];
        Assert.Contains(request, held, StringComparison.Ordinal);
        var shown = await RunAsync(0, "access", "show", request, "--data", site.Data);
        Assert.Contains("\"path\": \"plan.txt\"", shown, StringComparison.Ordinal);
        Assert.Contains("held by reads, which asks owner: Reading files needs a person.", shown, StringComparison.Ordinal);

        await RunAsync(2, "access", "approve", request, "--by", "ada", "--key", strange, "--data", site.Data);
        await RunAsync(2, "access", "approve", request, "--by", "ada", "--key", key, "--digest", new string('0', 64), "--data", site.Data);
        await RunAsync(0, "access", "approve", request, "--by", "ada", "--key", key, "--uses", "2", "--for", "15m", "--data", site.Data);
        await site.Bartizan.KillAsync();
        await site.StartAgainAsync();
        Assert.Contains("Reading files needs a person.", await site.CallAsync("""{"path":"other.txt"}"""), StringComparison.Ordinal);
        Assert.Equal("done", await site.CallAsync());
        await site.Bartizan.KillAsync();
        await site.StartAgainAsync();
        Assert.Equal("done", await site.CallAsync("""{ "path" : "pl\u0061n.txt" }"""));
        Assert.Contains("Reading files needs a person.", await site.CallAsync(), StringComparison.Ordinal);

        var again = (await RunAsync(0, "access", "list", "--data", site.Data)).Split('\n').First(l => l.Contains("waiting", StringComparison.Ordinal)).Split('\t')[0];
        await RunAsync(0, "access", "deny", again, "--by", "ada", "--reason", "Once is enough.", "--data", site.Data);
        Assert.Equal(0, await site.Bartizan.StopAsync());
        await RunAsync(0, "ledger", "verify", "--data", site.Data);
    }

    [Fact]
    public async Task A_grant_that_is_taken_back_and_a_key_that_is_removed_let_nothing_pass()
    {
        await using var site = await HeldSite.StartAsync();
        await site.AddFirstAccountAsync("ada");
        var key = WriteKey(site, "ada", out var publicKey);
        var id = (await RunAsync(0, "access", "key", "add", "--account", "ada", "--key", publicKey, "--data", site.Data)).Trim();
        foreach (var (path, end) in new (string, Func<string, string[]>)[]
        {
            ("a.txt", request => ["access", "revoke", request]),
            ("b.txt", _ => ["access", "key", "remove", id, "--account", "ada"]),
        })
        {
            var arguments = $$"""{"path":"{{path}}"}""";
            await site.CallAsync(arguments);
            var request = (await RunAsync(0, "access", "list", "--data", site.Data)).Split('\n').First(l => l.Contains("waiting", StringComparison.Ordinal)).Split('\t')[0];
            await RunAsync(0, "access", "approve", request, "--by", "ada", "--key", key, "--uses", "5", "--data", site.Data);
            Assert.Equal("done", await site.CallAsync(arguments));
            await RunAsync(0, [.. end(request), "--data", site.Data]);
            Assert.Contains("Reading files needs a person.", await site.CallAsync(arguments), StringComparison.Ordinal);
        }
    }

    private static string WriteKey(HeldSite site, string name, out string publicKey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        publicKey = Path.Combine(site.Data, name + ".pub");
        File.WriteAllText(publicKey, key.ExportSubjectPublicKeyInfoPem());
        var file = Path.Combine(site.Data, name + ".pem");
        File.WriteAllText(file, key.ExportECPrivateKeyPem());
        return file;
    }

    private static async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var (exit, output, errors) = await BartizanProcess.RunAsync(arguments);
        Assert.True(exit == expected, $"{string.Join(' ', arguments)}: {exit}\n{errors}");
        return output;
    }
}
