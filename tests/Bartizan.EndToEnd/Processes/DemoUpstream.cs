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
            {{more}}
            """);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
