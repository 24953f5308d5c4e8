using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Agents;

namespace Bartizan.Identity.Tests.Agents;

public class AgentRegistryTests
{
    private readonly MemoryAgentStore _store = new();
    private readonly AgentRegistry _registry;

    public AgentRegistryTests() => _registry = new AgentRegistry(_store, TimeProvider.System, new SortableIdSource(TimeProvider.System));

    [Fact]
    public async Task An_added_agent_has_its_keys_id_and_hash_and_not_the_key()
    {
        var (agent, key) = await _registry.AddAsync("billing", "ada@example.com", new Dictionary<string, string> { ["team"] = "payments" }, default);
        Assert.Equal(AgentKey.KeyId(key).ToString(), agent.KeyId);
        Assert.Equal(32, agent.KeyHash.Length);
        Assert.StartsWith("agt_", agent.Id, StringComparison.Ordinal);
        Assert.Equal("payments", Assert.Single(await _registry.ListAsync(default)).Tags["team"]);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_with_what_to_do()
    {
        await _registry.AddAsync("billing", "ada", new Dictionary<string, string>(), default);
        var refusal = await Assert.ThrowsAsync<InputException>(async () => await _registry.AddAsync("billing", "bob", new Dictionary<string, string>(), default));
        Assert.Contains("'billing' already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var tags = new Dictionary<string, string> { ["k"] = "line\nbreak" };
        var refusal = await Assert.ThrowsAsync<InputException>(async () => await _registry.AddAsync("", new string('x', 101), tags, default));
        Assert.Equal(3, refusal.Errors.Count);
    }

    [Fact]
    public async Task Revoking_works_once_by_name_or_id()
    {
        var (agent, _) = await _registry.AddAsync("billing", "ada", new Dictionary<string, string>(), default);
        Assert.NotNull((await _registry.RevokeAsync("billing", default))!.Revoked);
        Assert.Null(await _registry.RevokeAsync("billing", default));
        Assert.Null(await _registry.RevokeAsync(agent.Id, default));
        Assert.Null(await _registry.RevokeAsync("other", default));
    }
}
