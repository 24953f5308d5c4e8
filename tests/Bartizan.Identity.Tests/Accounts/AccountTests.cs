using System.Text;
using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Identity.Accounts;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Outbound;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Identity.Tests.Accounts;

public sealed class AccountTests
{
    [Fact]
    public async Task A_person_connects_by_code_and_pkce_and_the_token_is_theirs_alone()
    {
        await using var realm = await AccountRealm.CreateAsync();
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        await realm.ConnectAsync();
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.Equal((ConnectionState.Connected, "https://files.example.org/mcp"), (token.State, realm.Outside.Access[token.Value!]));
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(new Person("acc_eve", "eve", []), "files", default)).State);
        Assert.Equal("Connected", token.ToString());
        var account = Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default));
        Assert.Equal((ConnectionState.Connected, "read write"), (account.State, account.Scopes));
        Assert.Equal(ConnectionState.NotConnected, Assert.Single(await realm.Desk.ListAsync("acc_eve", default)).State);
        Assert.Contains(await realm.Store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "account.connected");
    }

    [Fact]
    public async Task An_answer_counts_once_in_the_session_and_for_the_person_that_asked_and_from_who_was_asked()
    {
        await using var realm = await AccountRealm.CreateAsync();
        async Task<(string State, string Code)> BegunAsync() => realm.Outside.Allow((await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default))!);
        async Task RefusedAsync(string account, string session, AuthorizationAnswer answer) => Assert.Null(await realm.Desk.CompleteAsync(account, session, answer, default));

        var issuer = realm.Outside.Issuer;
        var (state, code) = await BegunAsync();
        await RefusedAsync(realm.Ada.Id, "another session", new(state, code, issuer));
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, issuer));
        (state, code) = await BegunAsync();
        await RefusedAsync("acc_eve", AccountRealm.Session, new(state, code, issuer));
        (state, code) = await BegunAsync();
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, null));
        (state, code) = await BegunAsync();
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, "https://evil.example.org"));
        (state, code) = await BegunAsync();
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(state, null, issuer));
        (state, code) = await BegunAsync();
        realm.Clock.Now += AccountDesk.Patience;
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, issuer));
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new("made-up", "made-up", issuer));
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(new string('x', 100_000), "c", issuer));
        Assert.Empty(realm.Outside.Asked);

        // A code that was begun by somebody else has another verifier.
        (state, _) = await BegunAsync();
        var (_, other) = realm.Outside.Allow((await realm.Desk.BeginAsync("acc_eve", "eves session", "files", default))!);
        await RefusedAsync(realm.Ada.Id, AccountRealm.Session, new(state, other, issuer));
        Assert.Single(realm.Outside.Asked);
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
    }

    [Fact]
    public async Task However_many_ask_at_once_a_token_that_ended_is_renewed_once()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        var first = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        realm.Outside.Slowness = TimeSpan.FromMilliseconds(200);
        realm.Clock.Now += TimeSpan.FromHours(1);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await realm.Tokens.FindAsync(realm.Ada, "files", default))));
        Assert.Equal(2, realm.Outside.Asked.Count);
        Assert.NotEqual(first.Value, Assert.Single(tokens.Select(t => t.Value).Distinct()));
        realm.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(ConnectionState.Connected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.Equal(3, realm.Outside.Asked.Count);
    }

    [Fact]
    public async Task Tokens_are_renewed_before_they_end()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        await realm.Keeper.KeepAsync(default);
        Assert.Single(realm.Outside.Asked);
        realm.Clock.Now += TimeSpan.FromMinutes(59);
        await realm.Keeper.KeepAsync(default);
        await realm.Keeper.KeepAsync(default);
        Assert.Equal(2, realm.Outside.Asked.Count);
        realm.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.Equal(2, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).Version);
        Assert.Equal(2, realm.Outside.Asked.Count);
    }

    [Fact]
    public async Task A_renewal_that_is_refused_asks_the_person_and_the_server_no_more()
    {
        await using var realm = await AccountRealm.CreateAsync();
        var code = await realm.ConnectAsync();
        realm.Outside.End(code);
        realm.Clock.Now += TimeSpan.FromHours(2);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ConnectionState.NeedsReauthorization, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
            await realm.Keeper.KeepAsync(default);
        }

        Assert.Equal(2, realm.Outside.Asked.Count);
        var account = Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default));
        Assert.Equal(ConnectionState.NeedsReauthorization, account.State);
        Assert.Contains("refuses to renew", account.Problem, StringComparison.Ordinal);
        Assert.Single(await realm.Store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "account.needs-reauthorization");
        await realm.ConnectAsync();
        Assert.Equal(ConnectionState.Connected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
    }

    [Fact]
    public async Task A_server_that_fails_is_not_one_that_refuses()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        realm.Outside.Failing = (503, "busy");
        realm.Clock.Now += TimeSpan.FromMinutes(59);
        await realm.Keeper.KeepAsync(default);
        Assert.Equal(ConnectionState.Connected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        realm.Clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(ConnectionState.Unavailable, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        realm.Outside.Failing = (401, """{"error":"invalid_client"}""");
        Assert.Equal(ConnectionState.Unavailable, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        realm.Outside.Failing = (200, """{"access_token":"two words","token_type":"bearer"}""");
        Assert.Equal(ConnectionState.Unavailable, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        realm.Outside.Failing = null;
        Assert.Equal(ConnectionState.Connected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
    }

    [Fact]
    public async Task A_token_that_the_server_refused_is_renewed_before_it_is_used_again_but_not_again_and_again()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        var first = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        await realm.Tokens.RefusedAsync(realm.Ada, "files", first, default);
        var second = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.NotEqual(first.Value, second.Value);
        await realm.Tokens.RefusedAsync(realm.Ada, "files", second, default);
        Assert.Equal(second.Value, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).Value);
        Assert.Equal(2, realm.Outside.Asked.Count);
        realm.Clock.Now += TimeSpan.FromMinutes(1);
        await realm.Tokens.RefusedAsync(realm.Ada, "files", second, default);
        Assert.NotEqual(second.Value, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).Value);
    }

    [Fact]
    public async Task Without_a_refresh_token_the_end_asks_the_person()
    {
        await using var realm = await AccountRealm.CreateAsync();
        realm.Outside.Renews = false;
        await realm.ConnectAsync();
        realm.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(ConnectionState.NeedsReauthorization, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
    }

    [Fact]
    public async Task Disconnecting_forgets_here_and_there()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.False(await realm.Desk.DisconnectAsync("acc_eve", "files", default));
        Assert.True(await realm.Desk.DisconnectAsync(realm.Ada.Id, "files", default));
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.Equal(2, realm.Outside.Revoked.Count);
        Assert.Contains(token.Value, realm.Outside.Revoked);
        Assert.False(await realm.Desk.DisconnectAsync(realm.Ada.Id, "files", default));
    }

    [Fact]
    public async Task A_token_goes_to_no_server_that_only_has_the_name_of_the_one_it_is_for()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        await using var other = StrictAuthorizationServer.Start("other");
        realm.All = [realm.All[0] with { Issuer = other.Issuer }];
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        realm.All = [];
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.True(await realm.Desk.DisconnectAsync(realm.Ada.Id, "files", default));
        Assert.Empty(other.Revoked);
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_not_believed()
    {
        await using var realm = await AccountRealm.CreateAsync();
        realm.Outside.SaysIssuer = "https://evil.example.org";
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "nothing", default));
    }

    [Theory]
    [InlineData("""{"issuer":"https://a.example","authorization_endpoint":"http://a.example/a","token_endpoint":"https://a.example/t"}""")]
    [InlineData("""{"issuer":"https://a.example","authorization_endpoint":"https://a.example/a","token_endpoint":"http://10.0.0.1/t"}""")]
    [InlineData("""{"issuer":"https://a.example","authorization_endpoint":"javascript:alert(1)","token_endpoint":"https://a.example/t"}""")]
    [InlineData("""{"issuer":"https://a.example/","authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t"}""")]
    [InlineData("""{"issuer":"https://a.example","issuer":"https://a.example","authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t"}""")]
    [InlineData("""["https://a.example"]""")]
    [InlineData("not json")]
    public void Documents_that_are_not_safe_are_not_read(string json) => Assert.False(
        IssuerDocument.Read(Encoding.UTF8.GetBytes(json), "https://a.example", new GuardedFetcher([]).Takes) is { Authorization: not null, Token: not null });

    [Fact]
    public async Task Tokens_stand_nowhere_in_clear_and_open_for_nobody_else()
    {
        await using var realm = await AccountRealm.CreateAsync();
        await realm.ConnectAsync();
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        foreach (var file in Directory.EnumerateFiles(realm.Folder, "*.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.DoesNotContain("outside-", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }

        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={new Storage.DataFolder(realm.Folder).Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO account_connections (account, server, issuer, version, tokens, ends, renews, scopes, connected, problem, resource, address, asked, wanted)
                SELECT 'acc_eve', server, issuer, version, tokens, ends, renews, scopes, connected, problem, resource, address, asked, wanted FROM account_connections
                """;
            command.ExecuteNonQuery();
        }

        Assert.Equal(ConnectionState.NeedsReauthorization, (await realm.Tokens.FindAsync(new Person("acc_eve", "eve", []), "files", default)).State);
        Assert.Equal(token.Value, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).Value);
    }
}
