using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Browser;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Access;

/// <summary>The real program in front of an MCP server, one of whose tools needs a person.</summary>
internal sealed class HeldSite : IAsyncDisposable
{
    public const string Password = "a long walk on the wall";

    private readonly TempFolder _folder = new();
    private readonly ToolServer _tools = new();
    private readonly DemoUpstream _model;
    private readonly string _config;

    private HeldSite(TempFolder folder, DemoUpstream model, Uri? tools, string more, string gateway)
    {
        (_folder, _model) = (folder, model);
        folder.Write("policies/mine.cedar", """
            @id("all") permit (principal, action, resource);
            @id("reads") @hold("owner") @message("Reading files needs a person.")
            forbid (principal, action == Action::"callTool", resource == Tool::"files/read_file");
            @id("joins") permit (principal, action == Action::"attestInstance", resource) when { context.evidence.contains("join") };
            @id("quiet") permit (principal, action == Action::"autoApprove", resource == Tool::"files/read_file");
            @id("echoes") @hold("owner") @message("Echoes need a person.")
            forbid (principal, action == Action::"callTool", resource == Tool::"files/echo");
            @id("refunds") @hold("owner") @message("Refunds need a person.")
            forbid (principal, action == Action::"callTool", resource == Tool::"send_refund");
            """);
        _config = model.Configure($$"""
            {{gateway}}
            policies: policies
            mcp:
              servers:
                - { name: files, url: "{{tools ?? _tools.Address}}", trust: first-use }
            {{more}}
            """);
    }

    public BartizanProcess Bartizan { get; private set; } = null!;

    public string Data => _folder.Path;

    /// <param name="tools">Another MCP server to stand before; null for one with the tool <c>read_file</c>.</param>
    /// <param name="gateway">More of the section <c>gateway</c>, two spaces in.</param>
    /// <param name="more">Sections of the configuration beside models, tools and policies.</param>
    public static async Task<HeldSite> StartAsync(Uri? tools = null, string more = "", string gateway = "")
    {
        var folder = new TempFolder();
        var site = new HeldSite(folder, await DemoUpstream.StartAsync(folder), tools, more, gateway);
        await site.StartAgainAsync();
        return site;
    }

    /// <summary>Starts the program on the same folder.</summary>
    public async Task StartAgainAsync() => Bartizan = await BartizanProcess.StartAsync(_folder.Path, "--config", _config);

    /// <summary>What the agent gets for a call: the text of the result.</summary>
    /// <param name="arguments">The call's arguments, JSON.</param>
    /// <param name="key">The agent's key; null for the demo agent's.</param>
    public async Task<string> CallAsync(string arguments = """{"path":"plan.txt"}""", string? key = null)
    {
        using var client = new HttpClient { BaseAddress = Bartizan.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/files")
        {
            Content = new StringContent($$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read_file","arguments":{{arguments}} } }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer " + (key ?? Bartizan.Key));
        request.Headers.Add("Accept", "application/json, text/event-stream");
        using var response = await client.SendAsync(request);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    /// <summary>Makes the first account, as the sign-in page does.</summary>
    public async Task AddFirstAccountAsync(string name)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = Bartizan.Console };
        var token = new Uri(Bartizan.SignIn!).Fragment["#token=".Length..];
        using var redeemed = await client.PostAsJsonAsync("/api/session/link", new { token });
        client.DefaultRequestHeaders.Add("x-bartizan-csrf", (await redeemed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("csrfToken").GetString());
        using var made = await client.PostAsJsonAsync("/api/session/account", new { name, password = Password });
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
    }

    /// <summary>Makes the first account, which approves with a key; returns the file of its private half.</summary>
    public async Task<string> AddApproverAsync(string name)
    {
        await AddFirstAccountAsync(name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shown = _folder.Write(name + ".pub", key.ExportSubjectPublicKeyInfoPem());
        await RunAsync("access", "key", "add", "--account", name, "--key", shown);
        return _folder.Write(name + ".pem", key.ExportECPrivateKeyPem());
    }

    /// <summary>Writes a file into the folder; returns its path.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs a command on the site's folder that must work; returns what it says.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, errors) = await BartizanProcess.RunAsync([.. arguments, "--data", Data]);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)}: {exit}\n{errors}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await Bartizan.DisposeAsync();
        await _model.DisposeAsync();
        _tools.Dispose();
        _folder.Dispose();
    }
}
