using System.Diagnostics;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Attesting;

/// <summary>Instances of an agent that has no secret, through the real program.</summary>
public class AttestationTests
{
    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient)]
    public async Task An_instance_attests_with_a_token_of_its_issuer_works_and_is_stopped()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        using var issuer = new LocalIssuer(Keys.Value.GetProperty("set").GetRawText());
        await using var bartizan = await BartizanProcess.StartAsync(
            folder.Path, "--config", Configure(upstream, folder, issuer.Address, """context.selectors.contains("github:repository=acme/invoices") || context.evidence.contains("join")"""), "--no-console");
        await BartizanProcess.OutputAsync("agent", "add", "invoices-eu", "--owner", "ada", "--data", folder.Path);
        await BartizanProcess.OutputAsync("agent", "add", "helper", "--owner", "ada", "--data", folder.Path);
        var agent = (await BartizanProcess.OutputAsync("agent", "credentials", "invoices-eu", "--attested", "--delegate", "helper", "--data", folder.Path)).Trim();
        var helper = (await BartizanProcess.OutputAsync("agent", "credentials", "helper", "--secret", "--grant", "token-exchange", "--data", folder.Path)).Split('\n');
        var join = (await BartizanProcess.OutputAsync("instance", "join-token", "invoices-eu", "--by", "ada", "--data", folder.Path)).Trim();
        var result = await NodeAsync(
            bartizan, ("MODE", "attest"), ("AGENT", agent), ("ISSUER", issuer.Address), ("JOIN", join), ("HELPER", helper[0]), ("HELPER_SECRET", helper[1]));
        string Of(string name) => result.GetProperty(name).GetRawText();
        var instance = result.GetProperty("instance").GetString()!;
        Assert.Equal($"""["spiffe://127.0.0.1/agent/{agent}/instance/{instance}","{agent}",300,true]""", Of("claims"));
        Assert.Equal(("\"invalid_grant\"", "200", "401", """[401,"invalid_grant"]""", "\"dpop\""), (Of("other"), Of("used"), Of("bearer"), Of("thief"), Of("own")));
        Assert.Equal(("[true,true]", """["granted","invalid_grant"]"""), (Of("child"), Of("joined")));
        Assert.Contains("github:repository=acme/invoices", await BartizanProcess.OutputAsync("instance", "show", instance, "--data", folder.Path), StringComparison.Ordinal);

        var token = result.GetProperty("token").GetString()!;
        Task<JsonElement> UseAsync() => NodeAsync(bartizan, ("MODE", "use"), ("AGENT", agent), ("TOKEN", token));
        await BartizanProcess.OutputAsync("agent", "suspend", "invoices-eu", "--reason", "it sends too much", "--data", folder.Path);
        Assert.Equal(401, (await UseAsync()).GetProperty("status").GetInt32());
        await BartizanProcess.OutputAsync("agent", "resume", "invoices-eu", "--reason", "mended", "--data", folder.Path);
        Assert.Equal(200, (await UseAsync()).GetProperty("status").GetInt32());
        await BartizanProcess.OutputAsync("instance", "end", instance, "--by", "ada", "--data", folder.Path);
        Assert.Equal(401, (await UseAsync()).GetProperty("status").GetInt32());
        Assert.Contains("\tended\t", await BartizanProcess.OutputAsync("instance", "list", "invoices-eu", "--data", folder.Path), StringComparison.Ordinal);
        Assert.Equal(2, (await BartizanProcess.RunAsync("instance", "end", instance, "--data", folder.Path)).ExitCode);

        Assert.Equal(0, await bartizan.StopAsync());
        await BartizanProcess.OutputAsync("ledger", "verify", "--data", folder.Path);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(join)) < 0 && bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token)) < 0, file);
        }
    }

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient)]
    public async Task At_the_socket_the_program_that_the_blueprint_names_gets_an_identity_and_another_does_not()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var socket = Path.Combine(folder.Path, "a.sock");
        var config = Configure(upstream, folder, null, """context.evidence.contains("unix")""", $"    socket: {socket}");
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        await AddAccountAsync(folder);
        await BartizanProcess.OutputAsync("agent", "add", "invoices-eu", "--owner", "ada", "--data", folder.Path);
        var agent = (await BartizanProcess.OutputAsync("agent", "credentials", "invoices-eu", "--attested", "--data", folder.Path)).Trim();
        var first = await SocketAsync(McpServerProcess.Node);
        Assert.Equal((200, "use_dpop_nonce", 404), (first.GetProperty("status").GetInt32(), first.GetProperty("first").GetString(), first.GetProperty("elsewhere").GetInt32()));
        var digest = first.GetProperty("digest").GetString();
        Assert.Contains($"unix:sha256={digest}", await BartizanProcess.OutputAsync("instance", "list", "--data", folder.Path), StringComparison.Ordinal);

        await BartizanProcess.OutputAsync("blueprint", "add", folder.Write("b.yaml", $"name: invoices\nowner: ada\nsponsor: ada\ncode: sha256:{digest}\nreview: 30d\nexpires: {TimeProvider.System.GetUtcNow().AddDays(9):yyyy-MM-dd}\n"), "--data", folder.Path);
        await BartizanProcess.OutputAsync("agent", "assign", "invoices-eu", "--blueprint", "invoices", "--data", folder.Path);
        Assert.Equal(200, (await SocketAsync(McpServerProcess.Node)).GetProperty("status").GetInt32());
        var other = Path.Combine(folder.Path, "other");
        File.Copy(McpServerProcess.Node, other);
        await File.AppendAllTextAsync(other, "x");
        var refused = await SocketAsync(other);
        Assert.Equal((400, "invalid_grant"), (refused.GetProperty("status").GetInt32(), refused.GetProperty("error").GetString()));

        // What is killed leaves its socket behind, and the next one takes its place; one that is in use it does not.
        await bartizan.KillAsync();
        await using var again = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        Assert.True(File.Exists(socket));
        var (code, _, errors) = await BartizanProcess.RunAsync("up", "--config", config, "--data", Path.Combine(folder.Path, "b"), "--gateway", "127.0.0.1:0", "--no-console");
        Assert.Equal(2, code);
        Assert.Contains("identity.attestation.socket", errors, StringComparison.Ordinal);

        Task<JsonElement> SocketAsync(string node) =>
            NodeClient.RunAsync(node, "attest.mjs", bartizan, [], [("MODE", "socket"), ("AGENT", agent), ("SOCKET", socket), ("PROOF_KEY", Keys.Value.GetProperty("proofKey").GetRawText())]);
    }

    private static readonly Lazy<JsonElement> Keys = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo(McpServerProcess.Node, [Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", "attest.mjs")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["MODE"] = "keys", ["GATEWAY"] = "http://127.0.0.1" },
        })!;
        return JsonDocument.Parse(process.StandardOutput.ReadToEnd()).RootElement;
    });

    private static Task<JsonElement> NodeAsync(BartizanProcess bartizan, params (string, string?)[] variables) => NodeClient.RunAsync(
        McpServerProcess.Node,
        "attest.mjs",
        bartizan,
        [],
        [.. variables, ("ISSUER_KEY", Keys.Value.GetProperty("issuerKey").GetRawText()), ("PROOF_KEY", Keys.Value.GetProperty("proofKey").GetRawText())]);

    private static string Configure(DemoUpstream upstream, TempFolder folder, string? issuer, string condition, string more = "") => upstream.Configure(string.Join(
        '\n',
        [
            $"policies: {Path.GetDirectoryName(folder.Write("policies/attest.cedar", $"@id(\"invoices\") permit (principal is Agent, action == Action::\"attestInstance\", resource) when {{ principal.name == \"invoices-eu\" && ({condition}) }};"))}",
            "policyPacks: [default]",
            "policyCheck: refuse",
            "identity:",
            "  issuer: listener",
            "  attestation:",
            more,
            .. issuer is null ? [] : new[] { "    issuers:", $"      - {{ name: github, kind: github, issuer: \"{issuer}\", audience: bartizan-e2e, algorithms: [RS256], inside: true }}" },
        ]));

    private static async Task AddAccountAsync(TempFolder folder)
    {
        await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder.Path, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        await store.Console.AddAccountAsync(new Account { Id = "acc_ada", Name = "ada", PasswordHash = "none", Roles = ["admin"], Created = TimeProvider.System.GetUtcNow() }, "test", default);
    }
}
