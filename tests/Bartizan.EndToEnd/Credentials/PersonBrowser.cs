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

    /// <summary>Signs in through a provider (of <c>clients/identity-provider.mjs</c>), whose pages ask who one is and whether one agrees.</summary>
    public async Task SignInAsync(string provider, string name)
    {
        _csrf = (await GetAsync("/api/session")).GetProperty("csrfToken").GetString();
        var begun = await PostAsync($"/api/sign-in/{provider}", new { returnTo = "/" });
        var page = await _http.GetAsync(new Uri(begun.GetProperty("location").GetString()!));
        foreach (var answer in new[] { $"prompt=login&login={name}&password=anything", "prompt=consent" })
        {
            var at = page.RequestMessage!.RequestUri!;
            page.Dispose();
            if (at.GetLeftPart(UriPartial.Authority) != console.GetLeftPart(UriPartial.Authority))
            {
                page = await _http.PostAsync(at, new StringContent(answer, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"));
            }
        }

        page.Dispose();
        var session = await GetAsync("/api/session");
        Assert.Equal(name, session.GetProperty("person").GetProperty("name").GetString());
        _csrf = session.GetProperty("csrfToken").GetString();
    }

    public async Task SignOutAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session/sign-out");
        request.Headers.Add("x-bartizan-csrf", _csrf);
        using var response = await _http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();
}
