using System.Net;
using System.Net.Sockets;
using System.Text;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Fetching;

public class GuardedFetcherTests
{
    [Fact]
    public async Task A_host_that_was_named_is_read_and_its_address_looked_up_once()
    {
        using var site = new SecureSite { Answer = SecureSite.Json("""{"a":1}""") };
        var resolved = 0;
        using var fetcher = Fetcher(site, ["app.test"], (_, _) => Task.FromResult(++resolved == 1 ? new[] { IPAddress.Loopback } : []));
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString((await fetcher.ReadJsonAsync(At(site), default))!));
        Assert.Equal(1, resolved);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_leads_inside_is_not_connected_to(string address)
    {
        using var site = new SecureSite { Answer = SecureSite.Json("{}") };
        using var fetcher = Fetcher(site, [], (_, _) => Task.FromResult(new[] { IPAddress.Parse("1.1.1.1"), IPAddress.Parse(address) }));
        Assert.Null(await fetcher.ReadJsonAsync(At(site), default));
        Assert.Equal(0, site.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Numbers_that_mean_this_machine_are_not_connected_to(string host)
    {
        using var site = new SecureSite { Answer = SecureSite.Json("{}") };
        using var fetcher = Fetcher(site, [], (name, cancel) => Dns.GetHostAddressesAsync(name, cancel));
        Assert.Null(await fetcher.ReadJsonAsync(new Uri($"https://{host}:{site.Port}/c"), default));
        Assert.Equal(0, site.Connections);
    }

    [Fact]
    public async Task A_body_goes_to_no_address_inside_and_what_is_answered_needs_no_json()
    {
        using var site = new SecureSite { Answer = SecureSite.Json("", type: "text/plain", status: "202 Accepted") };
        using var named = Fetcher(site, ["app.test"], (_, _) => Task.FromResult(new[] { IPAddress.Loopback }));
        var answer = (await named.PostAsync(At(site), new ByteArrayContent([]), "Token odd", default))!;
        Assert.Equal((HttpStatusCode.Accepted, null), (answer.Status, answer.Json));
        site.Answer = SecureSite.Json("""{"err":"invalid_key"}""", status: "400 Bad Request");
        var refused = (await named.PostAsync(At(site), new ByteArrayContent([]), null, default))!;
        Assert.Equal((HttpStatusCode.BadRequest, 21), (refused.Status, refused.Json!.Length));
        var before = site.Connections;
        using var strange = Fetcher(site, [], (_, _) => Task.FromResult(new[] { IPAddress.Loopback }));
        Assert.Null(await strange.PostAsync(At(site), new ByteArrayContent([]), "Bearer a-secret", default));
        Assert.Equal(before, site.Connections);
    }

    [Fact]
    public async Task What_is_no_plain_small_json_answer_is_nothing()
    {
        using var site = new SecureSite();
        using var fetcher = Fetcher(site, ["app.test"], (_, _) => Task.FromResult(new[] { IPAddress.Loopback }));
        foreach (var answer in new[]
        {
            SecureSite.Json("{}", status: "302 Found", more: $"Location: https://app.test:{site.Port}/other\r\n"),
            SecureSite.Json("{}", status: "404 Not Found"),
            SecureSite.Json("{}", type: "text/html"),
            SecureSite.Json("{}", more: "Content-Encoding: gzip\r\n"),
            SecureSite.Json(new string(' ', GuardedFetcher.MaxBytes + 1)),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + new string(' ', GuardedFetcher.MaxBytes + 1),
            "HTTP/1.1 200 OK\r\nX: " + new string('x', 20_000) + "\r\n\r\n",
            "no http",
        })
        {
            site.Answer = answer;
            var before = site.Connections;
            Assert.Null(await fetcher.ReadJsonAsync(At(site), default));
            Assert.Equal(before + 1, site.Connections);
        }
    }

    [Fact]
    public async Task Without_tls_or_with_a_user_in_it_no_address_is_read()
    {
        using var site = new SecureSite { Answer = SecureSite.Json("{}") };
        using var fetcher = Fetcher(site, ["app.test"], (_, _) => Task.FromResult(new[] { IPAddress.Loopback }));
        Assert.Null(await fetcher.ReadJsonAsync(new Uri($"http://app.test:{site.Port}/c"), default));
        Assert.Null(await fetcher.ReadJsonAsync(new Uri($"https://me@app.test:{site.Port}/c"), default));
        using var strict = new GuardedFetcher(["app.test"], (_, _) => Task.FromResult(new[] { IPAddress.Loopback }), null);
        Assert.Null(await strict.ReadJsonAsync(At(site), default));
    }

    [Fact]
    public async Task Without_tls_only_an_address_of_this_machine_is_read_that_somebody_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connections = 0;
        var answering = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                connections++;
                _ = await client.GetStream().ReadAtLeastAsync(new byte[16], 16);
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
            }
        });
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var strict = new GuardedFetcher([]);
        using var open = new GuardedFetcher(["127.0.0.1", "localhost", "10.0.0.1"]);
        Assert.Null(await strict.ReadJsonAsync(new Uri($"http://127.0.0.1:{port}/keys"), default));
        using var fooled = new GuardedFetcher(["localhost"], (_, _) => Task.FromResult(new[] { IPAddress.Loopback, IPAddress.Parse("10.0.0.1") }), null);
        Assert.Null(await fooled.ReadJsonAsync(new Uri($"http://localhost:{port}/keys"), default));
        Assert.Null(await open.ReadJsonAsync(new Uri($"http://10.0.0.1:{port}/keys"), default));
        Assert.Equal(0, connections);
        Assert.Equal("{}"u8.ToArray(), await open.ReadJsonAsync(new Uri($"http://127.0.0.1:{port}/keys"), default));
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
    }

    private static Uri At(SecureSite site) => new($"https://app.test:{site.Port}/client.json");

    private static GuardedFetcher Fetcher(SecureSite site, string[] inside, Func<string, CancellationToken, Task<IPAddress[]>> resolve) => new(inside, resolve, site.Trusts);
}
