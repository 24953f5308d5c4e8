using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Bartizan.EndToEnd.Orchestrators;

/// <summary>A piece of work of an agent, or the part of another's that was handed to it: gives tokens for it, a new one before the last ends.</summary>
/// <param name="gateway">Leads to the gateway.</param>
/// <param name="client">The agent's client id.</param>
/// <param name="secret">Its secret.</param>
/// <param name="mandate">What for, and how much it may spend.</param>
/// <param name="of">The work that this is a part of; null for none.</param>
internal sealed class PieceOfWork(HttpClient gateway, string client, string secret, JsonObject mandate, PieceOfWork? of = null)
{
    private JsonObject _said = mandate;
    private string _token = "";
    private DateTimeOffset _until;

    public async Task<string> TokenAsync(CancellationToken cancellationToken = default)
    {
        if (TimeProvider.System.GetUtcNow() < _until)
        {
            return _token;
        }

        _said["type"] = "bartizan_mandate";
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = secret,
            ["authorization_details"] = $"[{_said.ToJsonString()}]",
        };
        if (of is not null)
        {
            form["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange";
            form["subject_token"] = await of.TokenAsync(cancellationToken);
            form["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token";
        }

        using var answer = await gateway.PostAsync("/oauth/token", new FormUrlEncodedContent(form), cancellationToken);
        var got = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException((string)got["error"]!, null, answer.StatusCode);
        }

        // The next token goes on with the same mandate.
        _said = new JsonObject { ["mandate"] = (string)got["authorization_details"]!.AsArray().Single(d => (string?)d!["type"] == "bartizan_mandate")!["mandate"]! };
        _until = TimeProvider.System.GetUtcNow().AddSeconds((int)got["expires_in"]! - 10);
        return _token = (string)got["access_token"]!;
    }

    /// <summary>Has the next token asked for anew.</summary>
    public void Renew() => _until = default;
}

/// <summary>Puts the token of a piece of work on every request.</summary>
internal sealed class WorkHandler(PieceOfWork work) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await work.TokenAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
