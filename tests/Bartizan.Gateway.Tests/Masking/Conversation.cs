using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bartizan.Core.Exchanges;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Masking;

/// <summary>Clients that talk to a model of the test's making through a real gateway, and what the model got to see.</summary>
internal sealed partial class Conversation : IAsyncDisposable
{
    public const string Email = "bob@example.org";

    /// <summary>Personal data is tokenised; the client has it back, tools have not.</summary>
    public const string ForClients = """
        @tokenise("pii.*") permit(principal, action == Action::"invokeModel", resource);
        @restore("pii.*") permit(principal, action == Action::"returnAnswer", resource);
        permit(principal, action == Action::"callTool", resource);
        """;

    private readonly ScriptedUpstream _upstream;

    private Conversation(ScriptedUpstream upstream, TestGateway gateway) => (_upstream, Gateway) = (upstream, gateway);

    public TestGateway Gateway { get; }

    /// <summary>The last request as the model got it.</summary>
    public string Seen => _upstream.Requests.Last().Body;

    /// <summary>Everything that the model got.</summary>
    public IEnumerable<string> Received => _upstream.Requests.Select(r => r.Everything);

    /// <summary>The last exchange's record.</summary>
    public ExchangeRecord Record => Gateway.Exchanges[^1];

    /// <summary>Starts with a model that answers each request, given as it got it, with JSON or with the text of an event stream.</summary>
    public static async Task<Conversation> StartAsync(Func<string, string> answer, string policies = ForClients)
    {
        var upstream = ScriptedUpstream.Start(async (request, connection) =>
        {
            var text = answer(request.Body);
            if (text.StartsWith('{'))
            {
                await connection.JsonAsync(text);
                return;
            }

            await connection.BeginEventsAsync();
            await connection.ChunkAsync(text);
            await connection.EndAsync();
        });
        return new Conversation(upstream, await TestGateway.StartAsync(upstream.Address, policies));
    }

    /// <summary>A model that says in its answer what the user said last, whole or streamed in small pieces.</summary>
    public static string Echo(string dialect, bool stream, string request, Func<string, string>? change = null)
    {
        using var document = JsonDocument.Parse(request);
        var said = document.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        said = change?.Invoke(said) ?? said;
        return stream ? string.Concat(Bodies.Events(dialect, [.. said.Chunk(3).Select(c => new string(c))])) : Bodies.Answer(dialect, said);
    }

    /// <summary>The e-mail tokens in a text.</summary>
    public static IReadOnlyList<string> TokensIn(string text) => [.. EmailToken().Matches(text).Select(m => m.Value)];

    public async Task<(int Status, string Body)> AskAsync(string dialect, string body, string? session = null, string key = OneAgent.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, dialect switch
        {
            "openai" => "/openai/v1/chat/completions",
            "responses" => "/openai/v1/responses",
            _ => "/anthropic/v1/messages",
        })
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer " + key);
        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation("x-bartizan-session", session);
        }

        using var response = await Gateway.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [GeneratedRegex(@"u[2-9a-z]{12}@mask\.invalid")]
    private static partial Regex EmailToken();
}
