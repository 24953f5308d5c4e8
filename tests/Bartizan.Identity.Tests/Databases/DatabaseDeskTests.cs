using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Databases;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Databases;
using Bartizan.Identity.Tests.Registry;
using Bartizan.Identity.Tests.Support;
using Bartizan.Policy;
using Bartizan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Identity.Tests.Databases;

/// <summary>Who gets a login at a database, and when it ends, with a database that only notes what it is asked.</summary>
public sealed class DatabaseDeskTests
{
    private const string Readers = """permit (principal, action == Action::"openDatabase", resource == Database::"orders") when { context.role == "reader" && context.purposes.contains("refund order 17") };""";
    private const string Mandate = """[{"type":"bartizan_mandate","purpose":"refund order 17","depth":1,"expires_in":600}]""";

    [Fact]
    public async Task An_agent_gets_one_for_its_mandate_and_loses_it_when_that_is_over()
    {
        using var site = await Site.CreateAsync(Readers);
        var agent = await site.Realm.AddAsync("one");
        var reply = await site.AskAsync(await site.TokenAsync(agent));
        Assert.True(reply.Status == 200, reply.Json.ToString());
        Assert.Equal(("db.example", 5432, "shop"), (reply.Json.GetProperty("host").GetString(), reply.Json.GetProperty("port").GetInt32(), reply.Json.GetProperty("database").GetString()));
        Assert.Equal(600, reply.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("no-store", reply.Headers.CacheControl);
        var made = Assert.Single(site.Made);
        Assert.Equal((made.Login.Name, made.Password), (reply.Json.GetProperty("username").GetString(), reply.Json.GetProperty("password").GetString()));
        Assert.True(made.Password.Length >= 40);
        await site.SweepAsync();
        Assert.Empty(site.Dropped);
        await site.Realm.AdvanceAsync(TimeSpan.FromMinutes(10));
        await site.SweepAsync();
        Assert.Equal(made.Login.Name, Assert.Single(site.Dropped));
        Assert.Empty(site.Kept);
    }

    [Theory]
    [InlineData("permit (principal, action, resource);")]
    [InlineData("""permit (principal, action == Action::"callTool", resource);""")]
    [InlineData("")]
    [InlineData("""permit (principal, action == Action::"openDatabase", resource); forbid (principal, action, resource) when { resource == Database::"orders" };""")]
    [InlineData("""permit (principal, action == Action::"openDatabase", resource) when { context.nothing.of.it };""")]
    [InlineData("""permit (principal, action == Action::"openDatabase", resource); forbid (principal, action, resource) when history { count within 1h event(action == Action::"callTool") > 3 };""")]
    public async Task By_default_nobody_does(string policies)
    {
        using var site = await Site.CreateAsync(policies);
        var reply = await site.AskAsync(await site.TokenAsync(await site.Realm.AddAsync("one")));
        Assert.Equal((403, "access_denied"), (reply.Status, reply.Error));
        Assert.Empty(site.Made);
        Assert.Empty(site.Kept);
    }

    [Fact]
    public async Task Without_a_token_a_mandate_or_a_name_that_is_there_nobody_does()
    {
        using var site = await Site.CreateAsync(Readers);
        var agent = await site.Realm.AddAsync("one");
        var plain = await site.Realm.TokenAsync(agent);
        var token = await site.TokenAsync(agent);
        Assert.Equal((403, "mandate_required"), Of(await site.AskAsync(plain)));
        Assert.Equal((401, "invalid_token"), Of(await site.AskAsync("eyJ.eyJ.x")));
        Assert.Equal((401, "invalid_token"), Of(await site.Realm.SendAsync(DatabaseEndpoint.Path, "database=orders&role=reader", [])));
        Assert.Equal((401, "invalid_token"), Of(await site.Realm.PostAsync(DatabaseEndpoint.Path, agent, ("database", "orders"), ("role", "reader"))));
        Assert.Equal((400, "invalid_request"), Of(await site.Realm.SendAsync(DatabaseEndpoint.Path, "database=orders", [("Authorization", "Bearer " + token)])));
        Assert.Equal((403, "access_denied"), Of(await site.AskAsync(token, role: "owner; DROP TABLE x")));
        Assert.Equal((403, "access_denied"), Of(await site.AskAsync(token, database: "other")));
        Assert.Equal((403, "access_denied"), Of(await site.AskAsync(token, role: "writer")));
        // A token for certain tools is for nothing else.
        var narrow = await site.Realm.TokenAsync(agent, ("authorization_details", """[{"type":"bartizan_mandate","purpose":"refund order 17"},{"type":"bartizan_use","tools":["bank/refund"]}]"""));
        Assert.Equal((403, "access_denied"), Of(await site.AskAsync(narrow)));
        Assert.Empty(site.Made);

        static (int, string?) Of(Reply reply) => (reply.Status, reply.Error);
    }

    [Fact]
    public async Task Who_acts_for_another_gets_no_more_than_the_other_may()
    {
        using var site = await Site.CreateAsync("""permit (principal, action == Action::"openDatabase", resource) when { principal.name == "helper" };""");
        await site.Realm.AddAsync("helper");
        var owner = await site.Realm.AddAsync("owner", w => w with { Delegates = ["helper"] });
        var helper = await site.Realm.AddAsync("helper");
        var handed = await site.Realm.ExchangeAsync(helper, await site.TokenAsync(owner));
        Assert.True(handed.Status == 200, handed.Json.ToString());
        Assert.Equal(403, (await site.AskAsync(handed.Token!)).Status);
        Assert.Equal(200, (await site.AskAsync(await site.TokenAsync(helper))).Status);
    }

    [Fact]
    public async Task A_blueprint_bounds_what_policy_allows()
    {
        using var site = await Site.CreateAsync("""permit (principal, action == Action::"openDatabase", resource);""");
        var agent = await site.Realm.AddAsync("one");
        async Task<int> WithAsync(TokenAuthority? uses, string? ceiling)
        {
            await site.Realm.ChangeAsync(agent, a => a with { Blueprint = Blueprints.Make() with { Uses = uses, Ceiling = ceiling } });
            return (await site.AskAsync(await site.TokenAsync(agent))).Status;
        }

        Assert.Equal(403, await WithAsync(new(["gpt-*"], []), """permit (principal, action == Action::"openDatabase", resource);"""));
        Assert.Equal(403, await WithAsync(null, """permit (principal, action == Action::"callTool", resource);"""));
        Assert.Equal(200, await WithAsync(null, """permit (principal, action == Action::"openDatabase", resource == Database::"orders");"""));
    }

    [Fact]
    public async Task What_ends_the_agent_the_token_or_the_work_ends_the_login()
    {
        foreach (var end in new Func<Site, TestClient, string, Task>[]
        {
            (site, agent, _) => site.Realm.KillAsync(new KillTarget(KillKind.Agent, agent.Id)),
            (site, _, _) => site.Realm.KillAsync(KillTarget.Everything),
            (site, agent, _) => site.Realm.RevokeAgentAsync(agent),
            async (site, agent, token) =>
            {
                await site.Realm.PostAsync(Issuer.RevocationPath, agent, ("token", token));
                await site.Realm.RefreshAsync();
            },
        })
        {
            using var site = await Site.CreateAsync(Readers);
            var agent = await site.Realm.AddAsync("one");
            var token = await site.TokenAsync(agent);
            Assert.Equal(200, (await site.AskAsync(token)).Status);
            await end(site, agent, token);
            await site.SweepAsync();
            Assert.Single(site.Dropped);
            Assert.Empty(site.Kept);
            Assert.NotEqual(200, (await site.AskAsync(token)).Status);
            Assert.Single(site.Made);
        }
    }

    [Fact]
    public async Task What_ends_while_it_is_made_gives_nothing_and_leaves_nothing()
    {
        using var site = await Site.CreateAsync(Readers);
        var agent = await site.Realm.AddAsync("one");
        var token = await site.TokenAsync(agent);
        site.WhileMaking = async () =>
        {
            await site.Realm.KillAsync(new KillTarget(KillKind.Agent, agent.Id));
            // Whoever sweeps now must leave what is not made yet.
            await site.SweepAsync();
            Assert.Empty(site.Dropped);
        };
        var reply = await site.AskAsync(token);
        Assert.Equal(403, reply.Status);
        Assert.False(reply.Json.TryGetProperty("password", out _));
        await site.SweepAsync();
        Assert.Single(site.Dropped);
        Assert.Empty(site.Kept);
    }

    [Fact]
    public async Task What_may_have_been_made_is_dropped_although_it_failed()
    {
        using var site = await Site.CreateAsync(Readers);
        var agent = await site.Realm.AddAsync("one");
        site.Failing = "the server cannot be reached";
        var reply = await site.AskAsync(await site.TokenAsync(agent));
        Assert.Equal((503, "temporarily_unavailable"), (reply.Status, reply.Error));
        await site.SweepAsync();
        Assert.Single(site.Kept);
        site.Failing = null;
        await site.SweepAsync();
        Assert.Single(site.Dropped);
        Assert.Empty(site.Kept);
        Assert.DoesNotContain(site.Realm.Log.Events, e => System.Text.Encoding.UTF8.GetString(e.Event.Json.Span).Contains("password", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_another_process_made_is_dropped()
    {
        using var site = await Site.CreateAsync(Readers);
        site.Kept.Add(new DatabaseLogin { Id = "dbl_0", Database = "orders", Role = "reader", Name = "btz_old", Agent = "agt_1", Mandate = "mnd_1", Token = "tok_1", Until = site.Realm.Clock.Now.AddHours(1) });
        await site.SweepAsync();
        Assert.Equal("btz_old", Assert.Single(site.Dropped));
    }

    [Fact]
    public async Task One_piece_of_work_has_some_at_a_time_and_no_more()
    {
        using var site = await Site.CreateAsync(Readers);
        var agent = await site.Realm.AddAsync("one");
        var token = await site.TokenAsync(agent);
        for (var i = 0; i < DatabaseDesk.MostOfMandate; i++)
        {
            Assert.Equal(200, (await site.AskAsync(token)).Status);
        }

        Assert.Equal((429, "too_many_logins"), ((await site.AskAsync(token)) is var reply ? (reply.Status, reply.Error) : default));
        Assert.Equal(DatabaseDesk.MostOfMandate, site.Made.Select(m => m.Login.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("GRANT SELECT ON orders TO {role}", true)]
    [InlineData("grant reporting to {role}", true)]
    [InlineData("GRANT SELECT ON orders TO PUBLIC", false)]
    [InlineData("GRANT SELECT ON orders TO {role} WITH GRANT OPTION", false)]
    [InlineData("GRANT SELECT ON orders TO {role}; DROP TABLE orders", false)]
    [InlineData("ALTER ROLE {role} SUPERUSER", false)]
    [InlineData("", false)]
    public void Grants_are_one_grant_each_to_the_login_alone(string grant, bool good) =>
        Assert.Equal(good, !DatabaseServerOptions.Validate([Site.Options with { Roles = [new("reader", [grant])] }]).Any());

    [Fact]
    public void Mistakes_are_told_with_their_place()
    {
        DatabaseServerOptions[] wrong =
        [
            Site.Options with { Name = "No Name" }, Site.Options with { Host = "a b" }, Site.Options with { Port = 0 }, Site.Options with { Lasts = TimeSpan.FromDays(2) }, Site.Options with { Roles = [] }, Site.Options,
            Site.Options with { Roles = [new("a", []), new("a", [])] },
        ];
        var errors = DatabaseServerOptions.Validate(wrong).Select(e => e.What).ToList();
        foreach (var where in new[] { "databases[0].name", "databases[1].host", "databases[2].port", "databases[3].lasts", "databases[4].roles", "databases[5].name", "databases[6].roles[1].name" })
        {
            Assert.Contains(errors, e => e.StartsWith(where + ":", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_certificate_opens_one_on_its_connection_only()
    {
        using var root = new TestAuthority();
        using var site = await Site.CreateAsync(Readers, root);
        var agent = await site.Realm.AddAsync("one");
        await new ClientRegistry(site.Realm.Store, site.Realm.Agents, site.Realm.Clock).RegisterCertificateAsync(new ClientWish { Agent = "one" }, CertificateMark.DnsName, "one.example", default);
        await site.Realm.RefreshAsync();
        using var mine = root.Issue(dns: ["one.example"]);
        using var other = root.Issue(dns: ["one.example"]);
        var token = (await site.Realm.SendAsync(Issuer.TokenPath, $"client_id={agent.Id}&grant_type=client_credentials&authorization_details={Uri.EscapeDataString(Mandate)}", [], certificate: mine)).Token!;
        foreach (var certificate in new[] { null, other })
        {
            var refused = await site.AskAsync(token, certificate: certificate);
            Assert.Equal((401, "invalid_token"), (refused.Status, refused.Error));
        }

        Assert.Empty(site.Made);
        Assert.Equal(200, (await site.AskAsync(token, certificate: mine)).Status);
    }

    private sealed class Site : IDatabaseLoginStore, IDatabaseLoginMaker, IPolicySource, IDisposable
    {
        public static readonly DatabaseServerOptions Options = new()
        {
            Name = "orders",
            Host = "db.example",
            Database = "shop",
            User = "bartizan",
            Password = "env:X",
            Roles = [new("reader", ["GRANT SELECT ON orders TO {role}"]), new("writer", [])],
        };

        public Realm Realm { get; private set; } = null!;

        public PolicyEngine Current { get; private init; } = null!;

        public List<(DatabaseLogin Login, string Password)> Made { get; } = [];

        public List<string> Dropped { get; } = [];

        public List<DatabaseLogin> Kept { get; } = [];

        public Func<Task>? WhileMaking { get; set; }

        public string? Failing { get; set; }

        public static async Task<Site> CreateAsync(string policies, TestAuthority? authority = null)
        {
            var site = new Site { Current = new PolicyEngine(PolicySet.Parse(policies)) };
            site.Realm = await Realm.CreateAsync(services =>
            {
                services.AddSingleton<IPolicySource>(site);
                services.AddSingleton<IDatabaseLoginStore>(site);
                services.AddSingleton<IDatabaseLoginMaker>(site);
                services.AddBartizanDatabases([Options]);
                if (authority is not null)
                {
                    services.AddSingleton(new AuthoritiesState(CertificateAuthorities.Parse(authority.Pem)!));
                }
            });
            return site;
        }

        public Task<string> TokenAsync(TestClient agent) => Realm.TokenAsync(agent, ("authorization_details", Mandate));

        public Task<Reply> AskAsync(string token, string database = "orders", string role = "reader", X509Certificate2? certificate = null) => Realm.SendAsync(
            DatabaseEndpoint.Path, $"database={Uri.EscapeDataString(database)}&role={Uri.EscapeDataString(role)}", [("Authorization", "Bearer " + token)], certificate: certificate);

        public Task SweepAsync() => Realm.Get<DatabaseLogins>().SweepAsync(all: false, default);

        public ValueTask<bool> BeginAsync(DatabaseLogin login, int mostOfMandate, int mostOfDatabase, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var room = Kept.Count(l => l.Mandate == login.Mandate) < mostOfMandate;
            if (room)
            {
                Kept.Add(login);
            }

            return new(room);
        }

        public ValueTask MadeAsync(DatabaseLogin login, DateTimeOffset now, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DroppedAsync(DatabaseLogin login, string reason, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Kept.RemoveAll(l => l.Id == login.Id);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<DatabaseLogin>> ListAsync(CancellationToken cancellationToken) => new([.. Kept]);

        public async ValueTask<string?> MakeAsync(DatabaseLogin login, string password, CancellationToken cancellationToken)
        {
            await (WhileMaking?.Invoke() ?? Task.CompletedTask);
            Made.Add((login, password));
            return Failing;
        }

        public ValueTask<string?> DropAsync(DatabaseLogin login, CancellationToken cancellationToken)
        {
            if (Failing is null)
            {
                Dropped.Add(login.Name);
            }

            return new(Failing);
        }

        public void Dispose() => Realm.Dispose();
    }
}
