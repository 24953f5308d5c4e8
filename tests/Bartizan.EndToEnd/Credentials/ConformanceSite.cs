using System.Web;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>The real program with one person and one agent, configured anew for each scenario of the conformance suite.</summary>
internal sealed class ConformanceSite : IAsyncDisposable
{
    private const string Password = "a rather long walk on the wall";

    private readonly TempFolder _folder = new();
    private string _providers = "";

    private ConformanceSite()
    {
    }

    public BartizanProcess Bartizan { get; private set; } = null!;

    public PersonBrowser Person { get; private set; } = null!;

    public string Agent { get; private set; } = "";

    public static async Task<ConformanceSite> StartAsync()
    {
        var site = new ConformanceSite();
        site.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
        site.Write("key", "an-upstream-key");
        await site.RunAsync();
        await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "grace", "--data", site.Data);
        site.Agent = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", site.Data)).Split('\n')[0].Trim();
        await site.Person.PostAsync("/api/session/link", new { token = HttpUtility.ParseQueryString(new Uri(site.Bartizan.SignIn!).Fragment.TrimStart('#'))["token"] });
        await site.Person.PostAsync("/api/session/account", new { name = "ada", password = Password });
        return site;
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Has the program use a server.</summary>
    public string Configure(string server) => Write("bartizan.yaml", $$"""
        policies: policies
        identity:
          issuer: listener
        signIn:
          providers: [{{_providers}}]
        gateway:
          upstreams:
            - { name: model, dialect: openai, url: "http://127.0.0.1:1/v1", credential: "file:{{Path.Combine(_folder.Path, "key")}}" }
        mcp:
          servers: [{{server}}]
        """);

    /// <summary>Starts the program again with a provider, as those are read at start.</summary>
    public async Task RestartAsync(string provider)
    {
        _providers = provider;
        await StopAsync();
        await RunAsync();
        await Person.PostAsync("/api/session/password", new { name = "ada", password = Password });
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private string Data => Path.Combine(_folder.Path, "data");

    private async Task RunAsync()
    {
        Bartizan = await BartizanProcess.StartAsync(Data, "--config", Configure(""));
        Person = new PersonBrowser(Bartizan.Console!);
    }

    private async Task StopAsync()
    {
        Person.Dispose();
        await Bartizan.DisposeAsync();
    }
}
