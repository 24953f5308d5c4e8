using System.Net.Http.Headers;
using System.Text;
using Bartizan.Gateway.Configuration;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Where the attacks happen: a real gateway between a client and a model's server that both do as the attack wants.</summary>
internal sealed class FiringRange : IAsyncDisposable
{
    private readonly ScriptedUpstream _upstream;
    private readonly TestGateway _gateway;
    private Func<UpstreamConnection, Task> _answer = _ => Task.CompletedTask;

    private FiringRange(Func<FiringRange, ScriptedUpstream> upstream, Func<FiringRange, Task<TestGateway>> gateway)
    {
        _upstream = upstream(this);
        _gateway = gateway(this).GetAwaiter().GetResult();
    }

    public TestGateway Gateway => _gateway;

    /// <summary>Opens one under these policies.</summary>
    public static FiringRange Open(string policies = Loot.Forbidden, Func<GatewayOptions, Uri, GatewayOptions>? change = null) => new(
        range => ScriptedUpstream.Start((_, connection) => range._answer(connection)),
        range => TestGateway.StartAsync(range._upstream.Address, policies, options =>
        {
            // Nobody waits between two tries of a server that answers badly on purpose.
            options = options with { Retries = new() { Attempts = 1 }, Circuit = options.Circuit with { Attempts = 1_000_000 } };
            return change is null ? options : change(options, range._upstream.Address);
        }));

    /// <summary>The model's server answers with this body.</summary>
    public void Answers(string body, int status = 200, string headers = "") => _answer = connection => connection.JsonAsync(body, status, headers);

    /// <summary>The model's server answers with this stream.</summary>
    public void Streams(byte[] stream, string type = "text/event-stream", string headers = "") => _answer = async connection =>
    {
        await connection.BeginEventsAsync(headers, type);
        await connection.ChunkAsync(stream);
        await connection.EndAsync();
    };

    /// <summary>The model's server does as it likes.</summary>
    public void Does(Func<UpstreamConnection, Task> answer) => _answer = answer;

    /// <summary>Sends a request; what came back, headers and all, as far as it came.</summary>
    public Task<Received> AskAsync(string path, string body, Action<HttpRequestMessage>? change = null) => AskAsync(path, Encoding.UTF8.GetBytes(body), change);

    /// <summary>Sends a request; what came back, headers and all, as far as it came.</summary>
    public async Task<Received> AskAsync(string path, byte[] body, Action<HttpRequestMessage>? change = null)
    {
        _upstream.Requests.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        change?.Invoke(request);
        using var response = await _gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var bytes = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // What came before an answer was broken off counts.
        }

        var headers = string.Concat(response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Concat(response.TrailingHeaders.NonValidated).Select(h => $"{h.Key}: {h.Value}\n"));
        return new Received((int)response.StatusCode, headers, Encoding.UTF8.GetString(bytes.ToArray()), bytes.ToArray(), string.Concat(_upstream.Requests.Select(r => r.Everything)));
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }
}

/// <summary>What both sides got.</summary>
/// <param name="Status">The client's status.</param>
/// <param name="Headers">The client's headers and trailers.</param>
/// <param name="Body">The client's body, as text.</param>
/// <param name="Bytes">The client's body.</param>
/// <param name="Forwarded">Everything that reached the model's server, its first line and headers too; empty when nothing did.</param>
internal sealed record Received(int Status, string Headers, string Body, byte[] Bytes, string Forwarded);
