using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>A person's browser without a screen.</summary>
internal sealed class PersonBrowser(Uri console) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = console };
    private string? _csrf;

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        var (status, json) = await TryPostAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {json}");
        return json;
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> TryPostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (_csrf is not null)
        {
            request.Headers.Add("x-bartizan-csrf", _csrf);
        }

        using var response = await _http.SendAsync(request);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        _csrf = response.IsSuccessStatusCode && path.StartsWith("/api/session", StringComparison.Ordinal) ? json.GetProperty("csrfToken").GetString() : _csrf;
        return (response.StatusCode, json);
    }

    public void Dispose() => _http.Dispose();
}
