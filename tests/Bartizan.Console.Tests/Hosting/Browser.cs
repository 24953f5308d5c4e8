using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Tests.Hosting;

/// <summary>Acts as the web part does: keeps cookies, sends its origin and the CSRF token.</summary>
internal sealed class Browser : IDisposable
{
    public const string GoodPassword = "harbour-violet-mosaic-41";

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public Browser(Uri address)
    {
        Address = address;
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>The token that changes carry, as the last session answer gave it.</summary>
    public string? Csrf { get; set; }

    /// <summary>The session cookie's value, or null.</summary>
    public string? Cookie
    {
        get => _cookies.GetCookies(Address)["bartizan-session"]?.Value;
        set => _cookies.Add(Address, new Cookie("bartizan-session", value));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await GetAsync(path));

    public async Task<HttpResponseMessage> PostAsync(string path, object? body = null) => await SendAsync(Request(HttpMethod.Post, path, body));

    public async Task<T> PostAsync<T>(string path, object? body = null) => await ReadAsync<T>(await PostAsync(path, body));

    /// <summary>A request as the web part makes it; tests spoil it.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (Csrf is not null)
        {
            request.Headers.Add("x-bartizan-csrf", Csrf);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: ConsoleJson.Options);
        }

        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var isSession = request.RequestUri!.ToString().StartsWith("/api/session", StringComparison.Ordinal);
        var response = await _client.SendAsync(request, completion);
        if (response.IsSuccessStatusCode && isSession)
        {
            Csrf = (await response.Content.ReadFromJsonAsync<Session>(ConsoleJson.Options))!.CsrfToken;
        }

        return response;
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, ConsoleJson.Options)!;
    }

    public static async Task<Problem> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<Problem>(await response.Content.ReadAsStringAsync(), ConsoleJson.Options)!;
    }

    public void Dispose() => _client.Dispose();
}
