using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bartizan.Console.Site;
using Bartizan.Console.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Console.Tests.Site;

public sealed class SiteTests
{
    private static readonly string Script = string.Concat(Enumerable.Repeat("console.log('bartizan');\n", 200));

    [Fact]
    public async Task Page_routes_show_the_one_page_and_files_are_themselves()
    {
        await using var console = await StartAsync();
        using var browser = console.Open();

        foreach (var path in new[] { "/", "/index.html", "/exchanges", "/exchanges/exc_1", "/sign-in" })
        {
            var page = await browser.GetAsync(path);
            Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
            Assert.Equal("<!doctype html>page", await page.Content.ReadAsStringAsync());
            Assert.True(page.Headers.CacheControl!.NoCache);
        }

        var script = await browser.GetAsync("/assets/index-1a2b.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", script.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(Script, await script.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/robots.txt")]
    [InlineData("/ASSETS/index-1a2b.js")]
    [InlineData("/bartizan.db")]
    public async Task What_is_not_a_file_of_the_site_is_not_found(string path)
    {
        await using var console = await StartAsync();
        using var browser = console.Open();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/assets/../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/..%5c..%5cetc%5cpasswd")]
    [InlineData("//etc/passwd")]
    [InlineData("/assets/%00index-1a2b.js")]
    public async Task No_path_leads_out_of_the_site(string path)
    {
        await using var console = await StartAsync();

        var answer = await SendRawAsync(console.Address, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        // Either refused, or the page: nothing else exists.
        Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.Contains("<!doctype html>page", StringComparison.Ordinal), answer);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Text_is_sent_compressed_to_those_who_can_read_it(string encoding)
    {
        await using var console = await StartAsync();
        using var browser = console.Open();
        var request = browser.Request(HttpMethod.Get, "/assets/index-1a2b.js");
        request.Headers.Add("Accept-Encoding", encoding);

        var response = await browser.SendAsync(request);

        Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
        await using var packed = await response.Content.ReadAsStreamAsync();
        await using Stream plain = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Equal(Script, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_page_that_did_not_change_is_not_sent_again()
    {
        await using var console = await StartAsync();
        using var browser = console.Open();
        var tag = (await browser.GetAsync("/")).Headers.ETag!;
        var request = browser.Request(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(tag);

        Assert.Equal(HttpStatusCode.NotModified, (await browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Without_a_web_part_the_start_page_says_how_to_build_it()
    {
        await using var console = await TestConsole.StartAsync(services => services.AddSingleton(new SiteFiles([])));
        using var browser = console.Open();

        var text = await (await browser.GetAsync("/")).Content.ReadAsStringAsync();

        Assert.Contains("Node.js 20", text, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project src/Bartizan -- up", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_can_only_be_read()
    {
        await using var console = await StartAsync();
        using var browser = console.Open();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("/", new { })).StatusCode);
    }

    private static Task<TestConsole> StartAsync() => TestConsole.StartAsync(services => services.AddSingleton(new SiteFiles(
    [
        new("/index.html", "<!doctype html>page"u8.ToArray()),
        new("/assets/index-1a2b.js", Encoding.UTF8.GetBytes(Script)),
    ])));

    private static async Task<string> SendRawAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
