using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.AuthZen;

/// <summary>The real program with a decision point, and a client of it that keeps its connections.</summary>
internal sealed class Pdp : IAsyncDisposable
{
    private readonly HttpClient _client;

    private Pdp(BartizanProcess process, TempFolder folder)
    {
        (Process, Folder) = (process, folder);
        _client = new HttpClient { BaseAddress = process.Gateway };
    }

    public BartizanProcess Process { get; }

    public TempFolder Folder { get; }

    /// <summary>A fixture of these tests.</summary>
    public static string Scenario(params string[] path) => Repository.PathTo(["tests", "Bartizan.EndToEnd", "AuthZen", "Scenarios", .. path]);

    /// <summary>Starts one; the section <c>authzen</c> is given as its lines, and null for none.</summary>
    public static async Task<Pdp> StartAsync(TempFolder folder, string? authzen) =>
        new(await BartizanProcess.StartAsync(folder.Path, "--config", Configure(folder, authzen), "--no-console"), folder);

    /// <summary>Writes the configuration; returns its path.</summary>
    public static string Configure(TempFolder folder, string? authzen)
    {
        var key = folder.Write("key", "nobody-is-asked");
        var upstreams = $$"""
            gateway:
              upstreams:
                - { name: unused, dialect: openai, url: "http://127.0.0.1:9/v1", credential: "file:{{key}}" }

            """;
        return folder.Write("bartizan.yaml", authzen is null ? upstreams : $"{upstreams}authzen:\n{string.Join('\n', authzen.Split('\n').Select(l => "  " + l))}\n");
    }

    /// <summary>Makes an agent and returns its key.</summary>
    public async Task<string> AddAgentAsync(string name)
    {
        var (exitCode, output, errors) = await BartizanProcess.RunAsync("agent", "add", name, "--owner", "tests", "--data", Folder.Path);
        Assert.True(exitCode == 0, errors);
        return output.Trim();
    }

    /// <summary>Posts a body as the demo agent, or with another key, or with none where it is empty.</summary>
    public async Task<PdpAnswer> PostAsync(string path, string body, string? key = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        if ((key ?? Process.Key) is { Length: > 0 } used)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + used);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return await PdpAnswer.ReadAsync(response);
    }

    public async Task<PdpAnswer> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return await PdpAnswer.ReadAsync(response);
    }

    /// <summary>The events recorded so far, as exported by the program itself.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EventsAsync(TempFolder folder, string kind)
    {
        await using var store = await Bartizan.Storage.BartizanStore.OpenAsync(
            new Bartizan.Storage.StoreOptions { DataFolder = folder.Path, Serve = false }, TimeProvider.System, new Bartizan.Core.Ids.SortableIdSource(TimeProvider.System), CancellationToken.None);
        var found = new List<JsonElement>();
        for (var after = 0L; await store.Events.ReadAsync(after, 1_000, CancellationToken.None) is { Count: > 0 } events; after = events[^1].Position)
        {
            found.AddRange(events.Where(e => e.Event.Kind == kind).Select(e => JsonDocument.Parse(e.Event.Json).RootElement));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Process.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record PdpAnswer(HttpStatusCode Status, string Text, string? Type, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public bool Decision => Json.GetProperty("decision").GetBoolean();

    public bool[] Decisions => [.. Json.GetProperty("evaluations").EnumerateArray().Select(e => e.GetProperty("decision").GetBoolean())];

    public JsonElement Context => Json.GetProperty("context");

    public string NextToken => Json.GetProperty("page").GetProperty("next_token").GetString()!;

    /// <summary>What a search found, as <c>type/id</c> or the action's name.</summary>
    public string[] Results => [.. Json.GetProperty("results").EnumerateArray().Select(r => r.TryGetProperty("name", out var name) ? name.GetString()! : $"{r.GetProperty("type").GetString()}/{r.GetProperty("id").GetString()}")];

    public static async Task<PdpAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
}
