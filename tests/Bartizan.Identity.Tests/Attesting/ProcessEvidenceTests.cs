using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Bartizan.Identity.Attesting.Processes;
using Bartizan.Identity.Tests.Support;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary>The process at the other end of a real Unix socket.</summary>
public sealed class ProcessEvidenceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bartizan-peer-");
    private readonly ProofKey _key = new();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [LinuxFact]
    public async Task The_kernel_says_who_calls_and_its_program_is_hashed()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync("/proc/self/exe")));
        var peer = (await PeerAsync())!;
        Assert.Equal(Environment.ProcessId, peer.Pid);
        using var evidence = new ProcessEvidence();
        var result = await evidence.ReadAsync(peer, default);
        Assert.Equal([$"unix:uid={peer.Uid}", $"unix:gid={peer.Gid}", $"unix:sha256={digest}"], result.Evidence!.Selectors);
        Assert.Equal("unix", result.Evidence.Source);

        // The id is another process's by now.
        var (gone, wrong) = await evidence.ReadAsync(peer with { Started = peer.Started + 1 }, default);
        Assert.Null(gone);
        Assert.Contains("ended", wrong, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_process_that_ended_is_no_evidence()
    {
        using var process = Process.Start(new ProcessStartInfo("sleep", ["60"]) { UseShellExecute = false })!;
        var stat = await File.ReadAllTextAsync($"/proc/{process.Id}/stat");
        var peer = new UnixPeer(process.Id, 0, 0, ulong.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(peer.IsThere());
        process.Kill();
        await process.WaitForExitAsync();
        Assert.False(peer.IsThere());
        using var evidence = new ProcessEvidence();
        Assert.Null((await evidence.ReadAsync(peer, default)).Evidence);
    }

    [LinuxFact]
    public async Task A_process_adds_up_with_a_join_token_and_the_blueprints_code_decides()
    {
        await using var realm = await AttestationRealm.CreateAsync("permit (principal, action == Action::\"attestInstance\", resource) when { context.evidence.containsAll([\"unix\", \"join\"]) };");
        var digest = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync("/proc/self/exe")));
        var agent = await realm.AddAsync("invoices-eu", blueprint: Registry.Blueprints.Make() with { Code = "sha256:" + digest });
        var peer = await PeerAsync();
        async Task<Reply> AskAsync(string? join) => await realm.TokenAsync(
            _key, [("grant_type", "urn:bartizan:params:oauth:grant-type:attestation"), ("client_id", agent), .. join is null ? [] : new[] { ("evidence", join) }], peer);
        Assert.Equal("invalid_grant", (await AskAsync(null)).Error);
        Assert.Equal(200, (await AskAsync(await realm.JoinTokenAsync(agent))).Status);

        await realm.AddAsync("invoices-eu", blueprint: Registry.Blueprints.Make() with { Code = "sha256:" + new string('a', 64) });
        Assert.Equal("invalid_grant", (await AskAsync(await realm.JoinTokenAsync(agent))).Error);
        Assert.Contains("its blueprint billing@2 says sha256:aaaa", await realm.ToldAsync("identity.token-refused"), StringComparison.Ordinal);
    }

    private async Task<UnixPeer?> PeerAsync()
    {
        var place = new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, $"{_folder.GetFiles().Length}.sock"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(place);
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(place);
        using var accepted = await listener.AcceptAsync();
        return UnixPeer.Of(accepted);
    }
}
