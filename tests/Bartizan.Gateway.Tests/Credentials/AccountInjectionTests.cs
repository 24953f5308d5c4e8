using System.Text;
using System.Text.Json;
using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Credentials;

/// <summary>At a server that asks for a person's account, the token of the person for whom an agent calls goes out, and nobody else's.</summary>
public sealed class AccountInjectionTests
{
    private const string Token = "canary-account-token-0001";

    private static readonly Person Ada = new("acc_ada", "ada", ["admin"]);

    [Fact]
    public async Task The_persons_token_goes_out_and_is_masked_when_it_comes_back()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"), $"you sent {Token}");
        var accounts = new Accounts(ConnectionState.Connected);
        await using var gateway = await StartAsync(server, accounts, Ada);
        var answer = await CallAsync(gateway);
        Assert.Contains("you sent ****", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, answer, StringComparison.Ordinal);
        Assert.All(server.Requests, r => Assert.Equal("Bearer " + Token, r.Headers["Authorization"]));
        Assert.All(server.Requests, r => Assert.DoesNotContain(TestTokens.Text, r.Everything, StringComparison.Ordinal));
        Assert.All(accounts.Asked, asked => Assert.Equal((Ada, "test"), asked));
        Assert.Single(gateway.Log.Events, e => e.Event.Kind == "credential.echoed" && Encoding.UTF8.GetString(e.Event.Json.Span).Contains("account:test", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConnectionState.NotConnected, "connection_needed", -31403)]
    [InlineData(ConnectionState.NeedsReauthorization, "reauthorization_needed", -31403)]
    [InlineData(ConnectionState.Unavailable, "upstream_credential_missing", -32603)]
    public async Task Without_a_token_nothing_goes_out_and_the_client_is_told_what_to_do(ConnectionState state, string code, int number)
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"));
        await using var gateway = await StartAsync(server, new Accounts(state), Ada);
        var error = JsonDocument.Parse(await CallAsync(gateway)).RootElement.GetProperty("error");
        Assert.Equal((number, code), (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetProperty("code").GetString()));
        Assert.Equal(number == -31403, error.GetProperty("message").GetString()!.EndsWith("Connect it at https://console.example/accounts", StringComparison.Ordinal));
        Assert.Empty(server.Requests);
        Assert.NotNull(gateway.LastExchange.Failure);
    }

    [Fact]
    public async Task An_agent_behind_which_nobody_stands_has_no_token()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"));
        var accounts = new Accounts(ConnectionState.Connected);
        await using var gateway = await StartAsync(server, accounts, null);
        Assert.Contains("connection_needed", await CallAsync(gateway), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(accounts.Asked);
    }

    [Fact]
    public async Task A_token_that_the_server_refuses_is_told()
    {
        await using var server = ScriptedUpstream.Json("{}", 401);
        var accounts = new Accounts(ConnectionState.Connected);
        await using var gateway = await StartAsync(server, accounts, Ada);
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), key: TestTokens.Text);
        Assert.Contains("upstream_credential_refused", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(accounts.Refused);
    }

    [Theory]
    [InlineData(true, "reauthorization_needed")]
    [InlineData(false, "403")]
    public async Task A_token_that_is_good_but_not_for_this_leads_the_person_to_allow_more_where_that_can_help(bool canAsk, string told)
    {
        await using var server = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(
            "{}", 403, "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"read write\"\r\n"));
        var accounts = new Accounts(ConnectionState.Connected) { CanAsk = canAsk };
        await using var gateway = await StartAsync(server, accounts, Ada);
        using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), key: TestTokens.Text);
        Assert.Contains(told, (int)response.StatusCode + await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((Ada, "read write"), Assert.Single(accounts.Insufficient));
        Assert.Empty(accounts.Refused);
    }

    [Fact]
    public async Task The_gateways_own_token_goes_out_whoever_calls()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"), "fine");
        var accounts = new Accounts(ConnectionState.Connected);
        await using var gateway = await StartAsync(server, accounts, null, AccountGrant.JwtBearer);
        Assert.Contains("fine", await CallAsync(gateway), StringComparison.Ordinal);
        Assert.All(accounts.Asked, asked => Assert.Equal((null, "test"), asked));
    }

    [Fact]
    public async Task A_token_that_is_bound_is_shown_with_a_proof_of_each_request_and_once_more_with_the_nonce_that_is_asked_for()
    {
        await using var server = ScriptedUpstream.Start((request, connection) => request.Headers["DPoP"].EndsWith(" wanted", StringComparison.Ordinal)
            ? connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{JsonDocument.Parse(request.Body).RootElement.GetProperty("id").GetRawText()}},"result":{"tools":[]} }""")
            : connection.JsonAsync("{}", 401, "WWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\nDPoP-Nonce: wanted\r\n"));
        var accounts = new Accounts(ConnectionState.Connected) { Proofs = new Proofs() };
        await using var gateway = await StartAsync(server, accounts, Ada);
        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), key: TestTokens.Text);
            Assert.Contains("\"result\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("DPoP-Nonce"));
        }

        var address = new Uri(server.Address, "/test");
        Assert.Equal([$"1 POST {address} none", $"2 POST {address} wanted", $"3 POST {address} wanted"], server.Requests.Select(r => r.Headers["DPoP"]));
        Assert.All(server.Requests, r => Assert.Equal("DPoP " + Token, r.Headers["Authorization"]));
        Assert.Empty(accounts.Refused);
    }

    [Fact]
    public async Task A_server_that_never_has_enough_is_asked_twice_and_a_bearer_token_not_at_all()
    {
        await using var server = ScriptedUpstream.Start((_, connection) => connection.JsonAsync("{}", 401, "WWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\nDPoP-Nonce: another\r\n"));
        foreach (var proofs in new[] { new Proofs(), null })
        {
            server.Requests.Clear();
            var accounts = new Accounts(ConnectionState.Connected) { Proofs = proofs };
            await using var gateway = await StartAsync(server, accounts, Ada);
            using var response = await gateway.SendMcpAsync(McpClient.Request("tools/list"), key: TestTokens.Text);
            Assert.Contains("upstream_credential_refused", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(proofs is null ? 1 : 2, server.Requests.Count);
            Assert.Single(accounts.Refused);
        }
    }

    private static async Task<TestGateway> StartAsync(ScriptedUpstream server, Accounts accounts, Person? person, AccountGrant grant = AccountGrant.AuthorizationCode) => await TestGateway.StartAsync(
        server.Address,
        change: o => o with { Elevation = o.Elevation with { Console = "https://console.example" } },
        mcp: new McpOptions
        {
            Servers = [new() { Name = "test", Url = new Uri(server.Address, "/test").AbsoluteUri, Trust = McpTrust.FirstUse, Account = new() { Issuer = "https://login.example", ClientId = "bartizan", Grant = grant, Assertion = grant == AccountGrant.JwtBearer ? "env:PATH" : null } }],
        },
        tokens: new TestTokens(TestTokens.For(null, null, "mcp:test") with { Person = person }),
        accounts: accounts);

    private static async Task<string> CallAsync(TestGateway gateway)
    {
        using var response = await gateway.SendMcpAsync(McpClient.Call("read"), key: TestTokens.Text);
        return await response.Content.ReadAsStringAsync();
    }

    private sealed class Proofs : ITokenProofs
    {
        private int _count;

        public string Prove(string method, Uri address, string? nonce) => $"{++_count} {method} {address} {nonce ?? "none"}";
    }

    private sealed class Accounts(ConnectionState state) : IAccountTokens
    {
        public List<(Person? Person, string Server)> Asked { get; } = [];

        public List<AccountToken> Refused { get; } = [];

        public List<(Person? Person, string Scopes)> Insufficient { get; } = [];

        public bool CanAsk { get; init; }

        public ITokenProofs? Proofs { get; init; }

        public ValueTask<AccountToken> FindAsync(Person? person, string server, CancellationToken cancellationToken)
        {
            Asked.Add((person, server));
            return new(new AccountToken(state, state == ConnectionState.Connected ? Token : null, 1, Proofs));
        }

        public ValueTask RefusedAsync(Person? person, string server, AccountToken token, CancellationToken cancellationToken)
        {
            Refused.Add(token);
            return ValueTask.CompletedTask;
        }

        public ValueTask<bool> InsufficientAsync(Person? person, string server, AccountToken token, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
        {
            Insufficient.Add((person, string.Join(' ', scopes)));
            return new(CanAsk);
        }
    }
}
