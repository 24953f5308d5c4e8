using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Ids;
using Bartizan.Identity.Reviews;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Reviews;

/// <summary>A real store with people, blueprints, agents and recorded traffic, and the parts that review it.</summary>
internal sealed class ReviewScene : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ReviewEnforcer _enforcer;
    private int _exchanges;

    private ReviewScene(string folder, BartizanStore store, ManualClock clock, ReviewOptions options)
    {
        (_folder, Store, Clock) = (folder, store, clock);
        var ids = new SortableIdSource(TimeProvider.System);
        _enforcer = new ReviewEnforcer(store.Reviews, store.Registry, store.Consents, clock);
        Desk = new ReviewDesk(
            store.Reviews, new ReviewPlanner(store.Reviews, store.Registry, store.Agents, store.Identity, store.Consents, store.ToolPins, store.Exchanges), _enforcer, ids, clock);
        RightSizing = new RightSizing(store.Reviews, store.Registry, store.Agents, store.Exchanges, ids, clock, options);
        Triggers = new ReviewTriggers(Desk, store.Reviews, store.Registry, store.Agents, store.Access, store.ToolPins, store.Exchanges, clock, options);
    }

    public BartizanStore Store { get; }

    public ManualClock Clock { get; }

    public ReviewDesk Desk { get; }

    public RightSizing RightSizing { get; }

    public ReviewTriggers Triggers { get; }

    public static async Task<ReviewScene> OpenAsync(ReviewOptions? options = null)
    {
        var clock = new ManualClock { Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero) };
        var folder = Directory.CreateTempSubdirectory("bartizan-test-").FullName;
        var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, clock, new SortableIdSource(TimeProvider.System), default);
        foreach (var (name, role) in new[] { ("ada", "approver"), ("grace", "architect"), ("maria", "admin") })
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, PasswordHash = "hash", Roles = [role], Created = clock.Now }, "system", default);
        }

        return new ReviewScene(folder, store, clock, options ?? new ReviewOptions());
    }

    public async Task<Blueprint> BlueprintAsync(string name, TokenAuthority? uses, int depth = 0, string owner = "ada", string sponsor = "grace")
    {
        var added = await Store.Registry.AddBlueprintAsync(
            new Blueprint
            {
                Id = "",
                Name = name,
                Version = 0,
                Owner = owner,
                Sponsor = sponsor,
                Uses = uses,
                Depth = depth,
                ReviewDays = 90,
                Expires = Clock.Now.AddYears(2),
                Created = Clock.Now,
                By = "ada",
                Reviewed = Clock.Now,
            },
            default);
        return added.Blueprint!;
    }

    public async Task<Agent> AgentAsync(string name, Blueprint? blueprint, string owner = "ada")
    {
        var agent = new Agent { Id = "agt_" + name, Name = name, Owner = owner, Created = Clock.Now, KeyId = name, KeyHash = new byte[32], Blueprint = blueprint };
        Assert.True(await Store.Agents.AddAsync(agent, default));
        return agent;
    }

    /// <summary>Records that an agent was let use models and tools; a name with a slash is a tool's.</summary>
    public async Task UseAsync(string agent, IEnumerable<string> names, string upstream = "first", params string[] actsFor)
    {
        foreach (var name in names)
        {
            var isTool = name.Contains('/', StringComparison.Ordinal);
            var exchange = new ExchangeRecord
            {
                Id = $"exc_{++_exchanges:d6}",
                Time = Clock.Now,
                Agent = "agt_" + agent,
                AgentName = agent,
                Dialect = isTool ? "mcp" : "openai-chat",
                Route = "POST /",
                Model = name,
                Upstream = isTool ? null : upstream,
                Status = 200,
                Verdict = Verdict.Allow,
                Decisions =
                [
                    new Decision
                    {
                        Verdict = Verdict.Allow, Action = isTool ? "callTool" : "invokeModel", Policies = ["all"],
                        Asked = new AskedQuestion { Resource = isTool ? $"Tool::\"{name}\"" : null },
                    },
                ],
                Token = actsFor.Length == 0 ? null : new TokenRecord { Id = "jti", Transaction = "txn", ActsFor = [.. actsFor.Select(a => new ActsForRecord("agt_" + a, a, "ada", null))] },
            };
            await Store.Events.AppendAsync(exchange);
        }

        await Store.ProjectAsync(default);
    }

    public async Task<Blueprint> InForceAsync(string name) => (await Store.Registry.FindBlueprintAsync(name, default))!;

    public async Task<AuthorityProposal> ProposalAsync() => Assert.Single(await Store.Reviews.ProposalsAsync(10, default), p => p.State == ProposalState.Open);

    public CampaignDraft Draft(params ReviewKind[] kinds) => new()
    {
        Title = "Fourth quarter",
        By = "maria",
        AnswerWithin = TimeSpan.FromDays(14),
        Window = TimeSpan.FromDays(30),
        Kinds = kinds,
    };

    public async Task<ReviewItem> ItemAsync(Campaign campaign, string entryOrName) =>
        (await Store.Reviews.ItemsAsync(campaign.Id, default)).Single(i => i.Subject.Entry == entryOrName || (i.Subject.Entry.Length == 0 && i.Subject.Name == entryOrName));

    public async ValueTask DisposeAsync()
    {
        _enforcer.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
