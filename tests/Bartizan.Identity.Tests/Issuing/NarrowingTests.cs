using System.Globalization;
using Bartizan.Core.Budgets;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Issuing;

/// <summary>
/// The laws of delegation, over random chains. <c>BARTIZAN_LONG_TESTS=1</c> runs a million of them; the seed is fixed, so that a failure comes again.
/// </summary>
public class NarrowingTests
{
    private static readonly string[] Entries = ["*", "g*", "gp*", "gpt-*", "gpt-4", "gpt-4o", "claude", "c*", "llama"];
    private static readonly string[] Names = ["gpt-4", "gpt-4o", "gpt-", "g", "claude", "c", "llama", "lla", "other"];
    private static readonly string[] Scopes = ["read", "write", "admin"];
    private static readonly string[] Resources = [Realm.Origin, Realm.Origin + "/mcp/a", Realm.Origin + "/mcp/b", "https://api.example"];

    private static readonly BudgetAmount[] Units = [new(BudgetUnit.Requests, 1), new(BudgetUnit.Tokens, 1), new(BudgetUnit.Money, 1, "USD"), new(BudgetUnit.Money, 1, "EUR")];

    private static int Chains => Environment.GetEnvironmentVariable("BARTIZAN_LONG_TESTS") == "1" ? 1_000_000 : 5_000;

    [Fact]
    public async Task No_chain_ever_widens_whatever_is_wished()
    {
        var random = new Random(8693);
        using var realm = await Realm.CreateAsync();
        var agents = new List<Agent>();
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await realm.AddAsync(name);
            agents.Add((await realm.Agents.FindAsync(name, default))!);
        }

        var gate = realm.Get<IssuanceGate>();
        var (issued, refused) = (0, 0);
        for (var i = 0; i < Chains; i++)
        {
            // Registrations change now and then, so that chains meet many of them.
            if (i % 50 == 0)
            {
                await RegisterAsync(realm, agents, random);
            }

            var snapshot = realm.Get<IdentityDirectory>().Current;
            AccessToken? parent = null;
            for (var depth = 0; depth < 7; depth++)
            {
                var client = snapshot.Client(agents[random.Next(agents.Count)].Id)!;
                var (permit, _) = gate.CanIssue(new IssuanceQuestion
                {
                    Client = client,
                    Grant = parent is null ? GrantTypes.ClientCredentials : GrantTypes.TokenExchange,
                    Subject = parent,
                    Resource = random.Next(3) == 0 ? null : Resources[random.Next(Resources.Length)],
                    Scopes = random.Next(3) == 0 ? null : Some(random, Scopes),
                    Authority = random.Next(3) == 0 ? null : new TokenAuthority(Some(random, Entries), Some(random, Entries)),
                    Terms = random.Next(2) == 0 ? null : Terms(random),
                    KeyThumbprint = random.Next(2) == 0 ? null : new string('k', 43),
                });
                if (permit is null)
                {
                    refused++;
                    continue;
                }

                var child = TokenOf(permit, parent, realm.Clock.Now);
                RequireWithin(child, client.Registered, parent);
                (parent, issued) = (child, issued + 1);
            }
        }

        Assert.True(issued > Chains && refused > Chains, string.Create(CultureInfo.InvariantCulture, $"{issued} issued, {refused} refused"));
    }

    [Fact]
    public void What_two_bounds_share_is_within_both_and_misses_nothing_that_they_share()
    {
        var random = new Random(9396);
        for (var i = 0; i < Chains; i++)
        {
            var (one, two) = (new TokenAuthority(Some(random, Entries), []), new TokenAuthority(Some(random, Entries), []));
            var both = one.Meet(two);
            Assert.True(one.Contains(both) && two.Contains(both));
            Assert.All(Names, n => Assert.Equal(one.CoversModel(n) && two.CoversModel(n), both.CoversModel(n)));
            if (one.Contains(two))
            {
                Assert.All(Names, n => Assert.True(one.CoversModel(n) || !two.CoversModel(n)));
            }
        }
    }

    private static void RequireWithin(AccessToken child, AgentClient client, AccessToken? parent)
    {
        Assert.All(child.Scopes, s => Assert.Contains(s, client.Scopes));
        Assert.All(Names, n => Assert.True(!Covers(child.Authority, n) || Covers(client.Ceiling, n)));
        Assert.All(child.Mandates, m => Assert.True(child.Expires <= m.Until));
        if (parent is null)
        {
            Assert.Equal(client.Agent, child.Subject);
            return;
        }

        Assert.All(child.Scopes, s => Assert.Contains(s, parent.Scopes));
        Assert.All(Names, n => Assert.True(!Covers(child.Authority, n) || Covers(parent.Authority, n)));
        Assert.True(child.Audience == parent.Audience || (parent.Audience == Realm.Origin && child.Audience.StartsWith(Realm.Origin + "/mcp/", StringComparison.Ordinal)));
        Assert.True(child.Expires <= parent.Expires && child.Expires - child.Issued <= TimeSpan.FromSeconds(60));
        Assert.Equal((parent.Subject, parent.Transaction), (child.Subject, child.Transaction));
        Assert.Equal([client.Agent, .. parent.Actors], child.Actors);
        Assert.Equal(child.Agents.Count(), child.Agents.Distinct(StringComparer.Ordinal).Count());
        Assert.True(child.Actors.Count <= AccessToken.MaxActors);
        Assert.True(parent.KeyThumbprint is null || child.KeyThumbprint is not null);
        RequireWithin(child.Mandates, parent.Mandates);
    }

    // What may be spent under a token is the least of all its mandates, and how far it may be handed on too.
    private static void RequireWithin(IReadOnlyList<Mandate> child, IReadOnlyList<Mandate> parent)
    {
        Assert.InRange(child.Count - parent.Count, 0, 1);
        Assert.Equal(parent.Select(m => m.Below()), child.TakeLast(parent.Count));
        foreach (var unit in Units)
        {
            Assert.True(Least(child, unit) <= Least(parent, unit));
        }

        var (depth, above) = (child.Min(m => m.Depth) ?? int.MaxValue, parent.Min(m => m.Depth) ?? int.MaxValue);
        Assert.True(depth >= 0 && (above == int.MaxValue || depth < above));
        Assert.All(child, m => Assert.All(parent, above => Assert.True(child[0].Until <= above.Until)));
        Assert.True(child.Count <= Mandate.MaxPath);
    }

    private static decimal Least(IReadOnlyList<Mandate> mandates, BudgetAmount unit) =>
        mandates.SelectMany(m => m.Limits).Where(l => (l.Unit, l.Currency) == (unit.Unit, unit.Currency)).Select(l => l.Amount).DefaultIfEmpty(decimal.MaxValue).Min();

    private static MandateTerms Terms(Random random) => new()
    {
        Purpose = random.Next(2) == 0 ? null : "refund",
        Limits = [.. Units.Where(_ => random.Next(2) == 0).Select(u => u with { Amount = random.Next(1, 6) })],
        Depth = random.Next(2) == 0 ? null : random.Next(MandateTerms.MaxDepth + 1),
        Life = TimeSpan.FromSeconds(random.Next(1, 600)),
    };

    private static bool Covers(TokenAuthority? authority, string name) => authority is null || authority.CoversModel(name);

    // As the mint does it, without signing a million tokens.
    private static AccessToken TokenOf(IssuanceGate.Permit permit, AccessToken? parent, DateTimeOffset now) => new()
    {
        Id = "tok",
        Transaction = parent?.Transaction ?? "txn",
        Subject = permit.Draft.Subject,
        Actors = permit.Draft.Actors,
        Audience = permit.Draft.Audience,
        Scopes = permit.Draft.Scopes,
        Authority = permit.Draft.Authority,
        Mandates = permit.Draft.Mandates,
        KeyThumbprint = permit.Question.KeyThumbprint,
        Issued = now,
        Expires = permit.Draft.Expires,
    };

    private static async Task RegisterAsync(Realm realm, List<Agent> agents, Random random)
    {
        foreach (var agent in agents)
        {
            await realm.Store.SetClientAsync(
                new AgentClient
                {
                    SecretHash = new byte[32],
                    Agent = agent.Id,
                    Grants = random.Next(8) == 0 ? [GrantTypes.ClientCredentials] : GrantTypes.All,
                    Resources = [.. Resources.Where(_ => random.Next(4) > 0)],
                    Scopes = [.. Scopes.Where(_ => random.Next(4) > 0)],
                    Ceiling = random.Next(3) == 0 ? new TokenAuthority(Some(random, Entries), Some(random, Entries)) : null,
                    Delegates = [.. agents.Where(_ => random.Next(5) > 0).Select(a => a.Id)],
                    RequiresProof = random.Next(6) == 0,
                },
                realm.Clock.Now,
                default);
        }

        await realm.RefreshAsync();
    }

    private static string[] Some(Random random, string[] all) => [.. all.Where(_ => random.Next(3) == 0)];
}
