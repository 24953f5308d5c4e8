using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Federation;

/// <summary>The three providers of <c>clients/identity-provider.mjs</c>, on ports that are taken before it runs, so that a configuration can name them.</summary>
internal sealed class IdentityProviderProcess : IAsyncDisposable
{
    public const string Package = "tests/Bartizan.EndToEnd/clients/node_modules/oidc-provider";
    public const string Secret = "a-secret-of-the-provider-41";

    private readonly TempFolder _folder;
    private Process? _process;

    public IdentityProviderProcess(TempFolder folder)
    {
        _folder = folder;
        Ports = [FreePort(), FreePort(), FreePort()];
        SetGroups("grace", "watchers");
    }

    /// <summary>Ports of <c>staff</c>, <c>partners</c> and <c>robots</c>.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>The section of <c>bartizan.yaml</c> that names the three.</summary>
    public string Section => $$"""
        identity:
          issuer: listener
        signIn:
          providers:
            - name: staff
              title: Example Staff
              issuer: http://localhost:{{Ports[0]}}
              clientId: bartizan
              credential: "file:{{_folder.Write("provider-secret", Secret)}}"
              insideNetwork: true
              assertions: true
              exchanges: true
              accounts: at-first-sign-in
              roles:
                - { claim: groups, value: watchers, role: analyst }
                - { claim: groups, value: bosses, role: admin }
            - name: partners
              title: Partners
              issuer: http://localhost:{{Ports[1]}}
              clientId: bartizan
              credential: "file:{{_folder.Write("provider-secret", Secret)}}"
              authentication: client_secret_post
              insideNetwork: true
            - name: robots
              issuer: http://localhost:{{Ports[2]}}
              clientId: bartizan
              authentication: private_key_jwt
              insideNetwork: true
              accounts: at-first-sign-in
              roles: [{ claim: groups, value: watchers, role: auditor }]
        """;

    /// <summary>Says which groups somebody is in from now on.</summary>
    public void SetGroups(string name, params string[] groups) =>
        _folder.Write("people.json", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { [name] = new { groups } }));

    /// <summary>Says what its client is called at another authorization server from now on.</summary>
    public void SetApp(string authorizationServer, string client) => _folder.Write("apps.json", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { [authorizationServer] = client }));

    /// <summary>Starts them.</summary>
    /// <param name="bartizan">Their client.</param>
    /// <param name="more">Others that sign people in by the same client.</param>
    public async Task StartAsync(BartizanProcess bartizan, params BartizanProcess[] more)
    {
        var start = new ProcessStartInfo(McpServerProcess.Node, [Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", "identity-provider.mjs")]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PORTS"] = string.Join(',', Ports);
        start.Environment["CONSOLE"] = string.Join(',', more.Prepend(bartizan).Select(b => b.Console!.AbsoluteUri.TrimEnd('/')));
        start.Environment["APPS"] = Path.Combine(_folder.Path, "apps.json");
        start.Environment["GATEWAY"] = bartizan.Gateway.AbsoluteUri.TrimEnd('/');
        start.Environment["PEOPLE"] = Path.Combine(_folder.Path, "people.json");
        start.Environment["SECRET"] = Secret;
        _process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == "ready")
            {
                return;
            }
        }

        throw new InvalidOperationException("The identity provider ended.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
