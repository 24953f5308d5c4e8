using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>What tests of connected accounts do with the real program: an agent that acts for a person, and its calls.</summary>
internal static class AccountSite
{
    /// <summary>Follows no redirect.</summary>
    public static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private const string App = "http://127.0.0.1:1/callback";

    public static async Task<string> TokenAsync(BartizanProcess bartizan, PersonBrowser person, string agent, string server = "files")
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var resource = Uri.EscapeDataString(new Uri(bartizan.Gateway, $"/mcp/{server}").AbsoluteUri);
        var ask = new Uri(bartizan.Gateway, $"/oauth/authorize?response_type=code&client_id={agent}&redirect_uri={Uri.EscapeDataString(App)}&state=s&scope=mcp:files&resource={resource}&code_challenge={challenge}&code_challenge_method=S256");
        using var page = await Client.GetAsync(ask);
        Assert.True(page.Headers.Location is not null, await page.Content.ReadAsStringAsync());
        var id = HttpUtility.ParseQueryString(page.Headers.Location.Query)["request"];
        var answer = (await person.PostAsync($"/api/consents/requests/{id}/answer", new { allow = true })).GetProperty("redirect").GetString()!;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = HttpUtility.ParseQueryString(new Uri(answer).Query)["code"]!,
            ["redirect_uri"] = App,
            ["code_verifier"] = verifier,
            ["client_id"] = agent,
        });
        using var given = await Client.PostAsync(new Uri(bartizan.Gateway, "/oauth/token"), form);
        var text = await given.Content.ReadAsStringAsync();
        Assert.True(given.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    public static async Task<string> CallAsync(BartizanProcess bartizan, string token, string method = "tools/call", string what = "\"name\":\"show\",\"arguments\":{}")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/mcp/files"))
        {
            Content = new StringContent($$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{what}}} } }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await Client.SendAsync(request);
        return string.Join('\n', response.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}")) + await response.Content.ReadAsStringAsync();
    }
}
