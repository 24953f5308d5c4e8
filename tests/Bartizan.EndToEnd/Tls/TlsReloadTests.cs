using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Tls;

/// <summary>The files of the listener's TLS change while the real program runs.</summary>
public sealed class TlsReloadTests : IDisposable
{
    private readonly TlsSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task New_connections_get_the_new_certificate_and_wrong_files_change_nothing()
    {
        await using var upstream = await DemoUpstream.StartAsync(_site.Folder);
        await using var bartizan = await _site.StartAsync(upstream);
        using var first = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(_site.CertificateFile));
        Assert.Equal(first.Thumbprint, await ShownAsync(bartizan));
        using var open = _site.Client(null);
        Assert.Equal(200, await StatusAsync(open, bartizan));

        // Of an authority between, which must come along; the client knows the root only.
        using var between = new TestAuthority(_site.Root);
        using var second = _site.WritePair(between);
        await UntilAsync(async () => await ShownAsync(bartizan) == second.Thumbprint, bartizan);
        using var later = _site.Client(null);
        Assert.Equal((200, 200), (await StatusAsync(open, bartizan), await StatusAsync(later, bartizan)));

        // No pair: the certificate alone is another's.
        using var other = _site.Root.Issue(usage: TestAuthority.ForServers, loopback: true);
        _site.Folder.Write("site.pem", other.ExportCertificatePem());
        await UntilAsync(() => Task.FromResult(bartizan.Errors.Contains("gateway.tls.certificate: It is no certificate with the key of", StringComparison.Ordinal)), bartizan);
        Assert.Equal(second.Thumbprint, await ShownAsync(bartizan));

        if (!OperatingSystem.IsWindows())
        {
            using var unseen = _site.WritePair();
            File.SetUnixFileMode(_site.KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            // Either it was seen before it was opened to others, or it is refused.
            await UntilAsync(() => Task.FromResult(bartizan.Errors.Contains("gateway.tls.key: The key file is open to other users.", StringComparison.Ordinal)), bartizan);
            Assert.Contains(await ShownAsync(bartizan), new[] { second.Thumbprint, unseen.Thumbprint });
        }

        using var third = _site.WritePair();
        await UntilAsync(async () => await ShownAsync(bartizan) == third.Thumbprint, bartizan);
        Assert.Equal(0, await bartizan.StopAsync());
        var events = await BartizanProcess.OutputAsync("events", "export", "--data", _site.Folder.Path);
        Assert.Contains("configuration.rejected", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_of_an_authority_that_is_taken_out_prove_nothing_any_more()
    {
        await using var upstream = await DemoUpstream.StartAsync(_site.Folder);
        await using var bartizan = await _site.StartAsync(upstream);
        var named = await _site.AddAsync("invoices", "--tls-san-uri", TlsSite.Id);
        using var next = new TestAuthority(name: "Next clients root");
        using var old = _site.Client(_site.Clients.Issue([TlsSite.Id]));
        using var renewed = _site.Client(next.Issue([TlsSite.Id]));
        Assert.Equal((200, 401), (await AskAsync(old), await AskAsync(renewed)));
        _site.Folder.Write("clients.pem", "no authority");
        await UntilAsync(() => Task.FromResult(bartizan.Errors.Contains("gateway.tls.clientAuthorities: It must hold", StringComparison.Ordinal)), bartizan);
        Assert.Equal((200, 401), (await AskAsync(old), await AskAsync(renewed)));
        _site.Folder.Write("clients.pem", next.Pem);
        // On the connection that is open, too.
        await UntilAsync(async () => await AskAsync(old) == 401, bartizan);
        Assert.Equal(200, await AskAsync(renewed));

        async Task<int> AskAsync(HttpClient http)
        {
            using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", named)]);
            using var answer = await http.PostAsync(new Uri(bartizan.Gateway, "/oauth/token"), form);
            return (int)answer.StatusCode;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, BartizanProcess bartizan)
    {
        for (var i = 0; i < 600 && !await holds(); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(await holds(), bartizan.Errors);
    }

    private static async Task<int> StatusAsync(HttpClient http, BartizanProcess bartizan)
    {
        using var answer = await http.GetAsync(new Uri(bartizan.Gateway, "/livez"));
        return (int)answer.StatusCode;
    }

    // What a new connection is shown, whoever would trust it.
    private static async Task<string> ShownAsync(BartizanProcess bartizan)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(bartizan.Gateway.Host, bartizan.Gateway.Port);
        string? shown = null;
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = bartizan.Gateway.Host,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = (certificate as X509Certificate2)?.Thumbprint) is not null,
        });
        return shown!;
    }
}
