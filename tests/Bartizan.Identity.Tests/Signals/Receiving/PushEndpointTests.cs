using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Tests.Signals.Receiving;

public class PushEndpointTests
{
    [Fact]
    public async Task A_pushed_token_is_acknowledged_without_a_body()
    {
        await using var intakes = await Intakes.StartAsync();
        Assert.Equal((202, ""), await PushAsync(intakes, intakes.Token()));
    }

    [Fact]
    public async Task What_is_refused_says_so_in_the_standards_words()
    {
        await using var intakes = await Intakes.StartAsync();
        Assert.Equal((400, "authentication_failed"), await PushAsync(intakes, intakes.Token(), h => h.Request.Headers.Authorization = "Bearer the-secre"));
        Assert.Equal((400, "authentication_failed"), await PushAsync(intakes, intakes.Token(), h => h.Request.Headers.Authorization = "the-secret"));
        Assert.Equal((400, "authentication_failed"), await PushAsync(intakes, intakes.Token(), h => h.Request.Headers.Remove("Authorization")));
        Assert.Equal((400, "invalid_audience"), await PushAsync(intakes, intakes.Token((_, c) => c["aud"] = "another")));
        Assert.Equal((400, "invalid_request"), await PushAsync(intakes, intakes.Token(), h => h.Request.ContentType = "application/jwt"));
        Assert.Equal((400, "invalid_request"), await PushAsync(intakes, intakes.Token(), h => h.Request.Headers.ContentEncoding = "gzip"));
        Assert.Equal((400, "invalid_request"), await PushAsync(intakes, new string('a', 20_000)));
        Assert.Equal((404, ""), await PushAsync(intakes, intakes.Token(), h => h.Request.Path = "/ssf/receive/nobody"));
        Assert.Equal((405, ""), await PushAsync(intakes, intakes.Token(), h => h.Request.Method = "GET"));
        Assert.Empty(await intakes.DoneAsync());
    }

    private static async Task<(int Status, string Error)> PushAsync(Intakes intakes, string token, Action<HttpContext>? change = null)
    {
        var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body } };
        http.Request.Method = "POST";
        http.Request.Path = "/ssf/receive/staff";
        http.Request.ContentType = "application/secevent+jwt";
        http.Request.Headers.Authorization = "Bearer the-secret";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(token));
        change?.Invoke(http);
        await intakes.Push().AnswerAsync(http);
        return (http.Response.StatusCode, body.Length == 0 ? "" : System.Text.Json.Nodes.JsonNode.Parse(body.ToArray())!["err"]!.GetValue<string>());
    }
}
