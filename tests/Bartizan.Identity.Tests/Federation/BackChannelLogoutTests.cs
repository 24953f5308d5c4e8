using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Identity.Federation;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Tests.Federation;

public class BackChannelLogoutTests
{
    [Fact]
    public async Task A_logout_token_is_believed_once()
    {
        using var desk = new Desk();
        var token = Token(desk, (_, _) => { });
        Assert.Equal(new SignedOutThere(desk.Provider.Issuer, "ada-7", "session-1"), await ReadAsync(desk, token));
        Assert.Null(await ReadAsync(desk, token));
    }

    [Fact]
    public async Task None_is_believed_that_is_an_id_token_or_for_somebody_else_or_of_long_ago()
    {
        using var desk = new Desk();
        await desk.RunAsync();
        Assert.Null(await ReadAsync(desk, desk.Provider.Given!));
        foreach (var spoil in new Action<JsonObject, JsonObject>[]
        {
            (_, c) => c["nonce"] = "n",
            (_, c) => c.Remove("events"),
            (_, c) => c["events"] = new JsonObject { ["http://schemas.openid.net/event/other"] = new JsonObject() },
            (_, c) => c["aud"] = "other",
            (_, c) => c["iss"] = "https://other.example",
            (_, c) => c["iat"] = c["iat"]!.GetValue<long>() - 600,
            (_, c) => c["exp"] = c["iat"]!.GetValue<long>() - 60,
            (_, c) => c.Remove("jti"),
            (_, c) => Array.ForEach(["sub", "sid"], name => c.Remove(name)),
            (h, _) => h["typ"] = "at+jwt",
            (h, _) => h["alg"] = "none",
        })
        {
            Assert.Null(await ReadAsync(desk, Token(desk, spoil)));
        }
    }

    private static string Token(Desk desk, Action<JsonObject, JsonObject> spoil)
    {
        var now = desk.Clock.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "logout+jwt", ["kid"] = desk.Provider.KeyId };
        var claims = new JsonObject
        {
            ["iss"] = desk.Provider.Issuer,
            ["aud"] = "bartizan",
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
            ["sub"] = "ada-7",
            ["sid"] = "session-1",
            ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
        };
        spoil(header, claims);
        return desk.Provider.Sign(header, claims);
    }

    private static ValueTask<SignedOutThere?> ReadAsync(Desk desk, string token)
    {
        var body = Encoding.ASCII.GetBytes("logout_token=" + token);
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.ContentLength = body.Length;
        http.Request.Body = new MemoryStream(body);
        return desk.Logout.ReadAsync("main", http.Request, default);
    }
}
