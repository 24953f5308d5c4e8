using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Identity.Attesting;
using Bartizan.Storage;

namespace Bartizan.EndToEnd.Attesting;

/// <summary><c>kill -9</c> while join tokens are used: what was acknowledged is used up and recorded, and nothing is used twice.</summary>
public class JoinTokenKillTests
{
    private const int Rounds = 4;
    private const int Tokens = 24;

    [Fact]
    public async Task Killed_while_instances_join_no_token_is_good_twice_and_no_instance_is_lost()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var policies = Path.GetDirectoryName(folder.Write("policies/a.cedar", "permit (principal, action == Action::\"attestInstance\", resource) when { context.evidence.contains(\"join\") };"));
        var config = upstream.Configure($"policies: {policies}\nidentity:\n  issuer: listener\n  attestation:\n    trustDomain: example.org");
        await using (await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
        {
            Assert.Equal(0, (await BartizanProcess.RunAsync("agent", "add", "a", "--owner", "ada", "--data", folder.Path)).ExitCode);
        }

        var agent = (await BartizanProcess.RunAsync("agent", "credentials", "a", "--attested", "--data", folder.Path)).Output.Trim();
        var random = new Random(16);
        for (var round = 0; round < Rounds; round++)
        {
            var tokens = await MakeAsync(folder, agent);
            var acknowledged = new string?[Tokens];
            await using (var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
            {
                var joining = Task.WhenAll(tokens.Select((t, i) => JoinAsync(bartizan.Gateway, agent, t, r => Volatile.Write(ref acknowledged[i], r))));
                var enough = random.Next(1, Tokens);
                while (acknowledged.Count(a => a is not null) < enough && !joining.IsCompleted)
                {
                    await Task.Delay(1);
                }

                await bartizan.KillAsync();
                await joining;
            }

            await using var again = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
            var instances = await InstancesAsync(folder, agent);
            Assert.Empty(acknowledged.OfType<string>().Except(instances, StringComparer.Ordinal));
            for (var i = 0; i < Tokens; i++)
            {
                using var key = new ProofMaker();
                var (instance, error) = await key.AttestAsync(again.Gateway, agent, tokens[i]);
                Assert.True(acknowledged[i] is null || error == "invalid_grant", $"{acknowledged[i]} {error}");
                using var other = new ProofMaker();
                Assert.Equal("invalid_grant", (await other.AttestAsync(again.Gateway, agent, tokens[i])).Error);
            }

            // Each token stands for exactly one instance, whoever got to know of it.
            Assert.Equal((round + 1) * Tokens, (await InstancesAsync(folder, agent)).Count);
        }

        var (code, output, errors) = await BartizanProcess.RunAsync("ledger", "verify", "--data", folder.Path);
        Assert.True(code == 0, output + errors);
    }

    private static async Task JoinAsync(Uri gateway, string agent, string token, Action<string> acknowledge)
    {
        using var key = new ProofMaker();
        try
        {
            if ((await key.AttestAsync(gateway, agent, token)).Instance is { } instance)
            {
                acknowledge(instance);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The kill.
        }
    }

    private static async Task<string[]> MakeAsync(TempFolder folder, string agent)
    {
        await using var store = await OpenAsync(folder);
        var made = new JoinTokens(store.Instances, store.Agents, new SortableIdSource(TimeProvider.System), TimeProvider.System);
        var tokens = new string[Tokens];
        for (var i = 0; i < Tokens; i++)
        {
            tokens[i] = (await made.CreateAsync(agent, TimeSpan.FromMinutes(30), "ada", default)).Secret;
        }

        return tokens;
    }

    private static async Task<List<string>> InstancesAsync(TempFolder folder, string agent)
    {
        await using var store = await OpenAsync(folder);
        return [.. (await store.Instances.ListAsync(agent, default)).Select(i => i.Id)];
    }

    private static Task<BartizanStore> OpenAsync(TempFolder folder) =>
        BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder.Path, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
}
