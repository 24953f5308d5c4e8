using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>
/// The client of the conformance suite: has the real program use the suite's server as one of its own, connects an account there as a person would where one
/// is asked for, and calls a tool through the gateway. Tells the suite whether that went well.
/// </summary>
internal sealed class ConformanceBridge : IDisposable
{
    private const int MostTurns = 5;

    private readonly HttpListener _listener = new();
    private readonly ConformanceSite _site;
    private int _count;

    /// <summary>Makes one that drives the program.</summary>
    public ConformanceBridge(ConformanceSite site)
    {
        _site = site;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
    }

    /// <summary>Where the suite's client reports.</summary>
    public Uri Address { get; }

    /// <summary>Answers until it is disposed.</summary>
    public async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var (good, log) = (false, "");
            try
            {
                var asked = JsonDocument.Parse(context.Request.InputStream).RootElement;
                (good, log) = await DriveAsync(asked.GetProperty("scenario").GetString()!, new Uri(asked.GetProperty("url").GetString()!), asked.GetProperty("context"));
            }
            catch (Exception e)
            {
                log = e.ToString();
            }

            context.Response.StatusCode = good ? 200 : 500;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(log));
            context.Response.Close();
        }
    }

    public void Dispose() => _listener.Close();

    private async Task<(bool Good, string Log)> DriveAsync(string scenario, Uri server, JsonElement context)
    {
        var name = $"s{++_count}";
        if (scenario == "auth/enterprise-managed-authorization")
        {
            string Text(string member) => context.GetProperty(member).GetString()!;
            await _site.RestartAsync($"{{ name: suite, issuer: \"{Text("idp_issuer")}\", clientId: {Text("idp_client_id")}, credential: \"file:{_site.Write("unused", "the-suite-asks-for-none")}\", insideNetwork: true, exchanges: true }}");
        }

        _site.Configure($"{{ name: {name}, url: \"{server}\", trust: first-use, scopes: [\"mcp:files\"], account: {{ {await AccountAsync(scenario, server, context)} }} }}");
        await UntilKnownAsync(name);
        var token = await AccountSite.TokenAsync(_site.Bartizan, _site.Person, _site.Agent, name);
        var (log, waits) = (new StringBuilder(), 0);
        foreach (var method in new[] { "tools/list", "tools/call" })
        {
            for (var turn = 0; ; turn++)
            {
                var (status, answer) = await CallAsync(name, token, method);
                log.Append(method).Append(' ').Append(status).Append(' ').AppendLine(answer);
                if (!answer.Contains("connection_needed", StringComparison.Ordinal) && !answer.Contains("reauthorization_needed", StringComparison.Ordinal))
                {
                    // The suite's tool is called the same everywhere, and so is held back as one that may pass for another.
                    if (answer.Contains("\"tools\":[]", StringComparison.Ordinal))
                    {
                        var seen = (await _site.Person.GetAsync("/api/tools")).GetProperty("items").EnumerateArray().Single(t => t.GetProperty("server").GetString() == name);
                        await _site.Person.PostAsync("/api/tools/approve", new { server = name, name = "test-tool", digest = seen.GetProperty("digest").GetString() });
                        break;
                    }

                    if (answer.Contains("tool_not_approved", StringComparison.Ordinal) && waits++ < 100)
                    {
                        turn--;
                        await Task.Delay(50);
                        continue;
                    }

                    if (answer.Contains("\"result\"", StringComparison.Ordinal))
                    {
                        break;
                    }

                    // A token that the server did not take is renewed, or known to be of no use, at the next call.
                    if (!answer.Contains("upstream_credential_refused", StringComparison.Ordinal) || turn >= MostTurns)
                    {
                        return (false, log.ToString());
                    }

                    continue;
                }

                if (turn >= MostTurns || !await ConnectAsync(name, log))
                {
                    return (false, log.ToString());
                }
            }
        }

        return (true, log.ToString());
    }

    private async Task<string> AccountAsync(string scenario, Uri server, JsonElement context)
    {
        string Text(string name) => context.GetProperty(name).GetString()!;
        return scenario switch
        {
            // What an operator writes who registered a document of their own.
            "auth/basic-cimd" => "clientId: \"https://conformance-test.local/client-metadata.json\"",
            "auth/pre-registration" => $"issuer: \"{Text("issuer")}\", clientId: {Text("client_id")}, clientSecret: \"file:{_site.Write("given", Text("client_secret"))}\"",
            "auth/client-credentials-basic" =>
                $"grant: client-credentials, issuer: \"{await IssuerAsync(server)}\", clientId: {Text("client_id")}, clientSecret: \"file:{_site.Write("given", Text("client_secret"))}\"",
            "auth/client-credentials-jwt" =>
                $"grant: client-credentials, issuer: \"{await IssuerAsync(server)}\", clientId: {Text("client_id")}, clientKey: \"file:{_site.Write("given", Text("private_key_pem"))}\"",
            // The suite's provider has no page at which anybody could sign in, and publishes no keys: it gives the ID token, as a platform would.
            "auth/enterprise-managed-authorization" =>
                $"grant: identity-assertion, provider: suite, issuer: \"{await IssuerAsync(server)}\", clientId: {Text("client_id")}, clientSecret: \"file:{_site.Write("given", Text("client_secret"))}\", assertion: \"file:{_site.Write("id-token", Text("idp_id_token"))}\"",
            "auth/wif-jwt-bearer" => $"grant: jwt-bearer, issuer: \"{await IssuerAsync(server)}\", clientId: {Text("client_id")}, assertion: \"file:{_site.Write("given", Text("valid_jwt"))}\"",
            _ => "",
        };
    }

    // Who shows a secret names the issuer in the configuration; an operator reads it where the suite publishes it.
    private static async Task<string> IssuerAsync(Uri server) =>
        JsonDocument.Parse(await AccountSite.Client.GetStringAsync(new Uri(server, "/.well-known/oauth-protected-resource/mcp"))).RootElement.GetProperty("authorization_servers")[0].GetString()!;

    private async Task UntilKnownAsync(string name)
    {
        for (var i = 0; i < 200; i++)
        {
            using var answer = await AccountSite.Client.GetAsync(new Uri(_site.Bartizan.Gateway, $"/.well-known/oauth-protected-resource/mcp/{name}"));
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The gateway did not take the server {name}: {_site.Bartizan.Errors}");
    }

    private async Task<(int Status, string Answer)> CallAsync(string name, string token, string method)
    {
        var more = method == "tools/call" ? "\"name\":\"test-tool\",\"arguments\":{}," : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_site.Bartizan.Gateway, $"/mcp/{name}"))
        {
            Content = new StringContent(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{more}}} "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{} } } }""",
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", method);
        if (method == "tools/call")
        {
            request.Headers.Add("Mcp-Name", "test-tool");
        }

        using var response = await AccountSite.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    // A browser on its way: the suite's authorization server allows everything and sends it back at once.
    private async Task<bool> ConnectAsync(string name, StringBuilder log)
    {
        var (status, begun) = await _site.Person.TryPostAsync($"/api/connected-accounts/{name}/begin", new { });
        log.Append("begin ").Append(status).Append(' ').AppendLine(begun.GetRawText());
        if (status != HttpStatusCode.OK)
        {
            return false;
        }

        using var page = await AccountSite.Client.GetAsync(new Uri(begun.GetProperty("redirect").GetString()!));
        if (page.Headers.Location is not { } back)
        {
            return false;
        }

        var brought = HttpUtility.ParseQueryString(back.Query);
        (status, var listed) = await _site.Person.TryPostAsync("/api/connected-accounts/complete", new { state = brought["state"], code = brought["code"], iss = brought["iss"] });
        log.Append("complete ").Append(status).Append(' ').AppendLine(listed.GetRawText());
        return status == HttpStatusCode.OK;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
