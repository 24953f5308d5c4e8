using Bartizan.DemoModel;

namespace Bartizan.EndToEnd.Processes;

/// <summary>The demo model as a server of its own, and a configuration that leads to it: for what the built-in demo cannot be told.</summary>
internal sealed class DemoUpstream : IAsyncDisposable
{
    private readonly DemoModelServer _server;
    private readonly TempFolder _folder;

    private DemoUpstream(DemoModelServer server, TempFolder folder) => (_server, _folder) = (server, folder);

    public static async Task<DemoUpstream> StartAsync(TempFolder folder) => new(await DemoModelServer.StartAsync(0, CancellationToken.None), folder);

    /// <summary>Writes a configuration; returns its path.</summary>
    /// <param name="more">Sections beside that of the gateway.</param>
    public string Configure(string more)
    {
        var key = _folder.Write("key", DemoModelServer.UpstreamKey);
        return _folder.Write(
            "bartizan.yaml",
            $$"""
            gateway:
              upstreams:
                - { name: openai, dialect: openai, url: "{{new Uri(_server.Address, "/openai/v1")}}", credential: "file:{{key}}" }
                - { name: anthropic, dialect: anthropic, url: "{{new Uri(_server.Address, "/anthropic")}}", credential: "file:{{key}}" }
                - { name: azure, dialect: azure-openai, url: "{{new Uri(_server.Address, "/azure")}}", credential: "file:{{key}}" }
                - { name: gemini, dialect: gemini, url: "{{new Uri(_server.Address, "/gemini")}}", credential: "file:{{key}}" }
            {{more}}
            """);
    }

    /// <summary>Writes a configuration in which each model is served in one dialect alone, and in translation to clients of every other; returns its path.</summary>
    public string ConfigureTranslation()
    {
        var key = _folder.Write("key", DemoModelServer.UpstreamKey);
        string Entry(string name, string dialect, string path, string from) =>
            $$"""    - { name: {{name}}, dialect: {{dialect}}, url: "{{new Uri(_server.Address, path)}}", credential: "file:{{key}}", models: [by-{{name}}], translateFrom: [{{from}}] }""";
        return _folder.Write(
            "bartizan.yaml",
            string.Join(
                '\n',
                "gateway:",
                "  upstreams:",
                Entry("openai", "openai", "/openai/v1", "anthropic, gemini, bedrock"),
                Entry("anthropic", "anthropic", "/anthropic", "openai, gemini, bedrock"),
                Entry("google", "gemini", "/gemini", "openai, anthropic, bedrock"),
                Entry("amazon", "bedrock", "/bedrock", "openai, anthropic, gemini")));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
