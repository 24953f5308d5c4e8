using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Identity.Tests.Agents;

public sealed class AgentAuthenticatorTests : IDisposable
{
    private static readonly Dictionary<string, string> NoTags = [];

    private readonly ManualClock _clock = new();
    private readonly MemoryAgentStore _store = new();
    private readonly AgentRegistry _registry;
    private readonly AgentAuthenticator _authenticator;

    public AgentAuthenticatorTests()
    {
        _registry = new AgentRegistry(_store, _clock, new SortableIdSource(_clock));
        _authenticator = new AgentAuthenticator(_store, _clock, NullLogger<AgentAuthenticator>.Instance);
    }

    public void Dispose() => _authenticator.Dispose();

    [Fact]
    public async Task A_key_gives_its_principal_without_asking_the_store()
    {
        var (agent, key) = await _registry.AddAsync("billing", "ada", new Dictionary<string, string> { ["team"] = "payments" }, default);
        await _authenticator.RefreshAsync(default);
        var questions = _store.VersionQuestions;
        var principal = (await _authenticator.AuthenticateAsync(key, default))!;
        Assert.Equal((agent.Id, "billing", "ada", "payments"), (principal.AgentId, principal.Name, principal.Owner, principal.Tags["team"]));
        Assert.Equal(questions, _store.VersionQuestions);
    }

    [Fact]
    public async Task Whoever_comes_while_the_store_is_asked_about_a_new_agent_waits_for_the_same_answer()
    {
        await _authenticator.RefreshAsync(default);
        var (agent, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        var busy = new TaskCompletionSource();
        _store.Busy = busy.Task;
        var questions = _store.VersionQuestions;
        var callers = Enumerable.Range(0, 8).Select(_ => _authenticator.AuthenticateAsync(key, default).AsTask()).ToList();
        busy.SetResult();
        Assert.All(await Task.WhenAll(callers), principal => Assert.Equal(agent.Id, principal!.AgentId));
        Assert.InRange(_store.VersionQuestions - questions, 1, 1);
    }

    [Fact]
    public async Task The_secret_of_one_agent_does_not_open_another()
    {
        var (_, first) = await _registry.AddAsync("first", "ada", NoTags, default);
        var (_, second) = await _registry.AddAsync("second", "ada", NoTags, default);
        await _authenticator.RefreshAsync(default);
        Assert.Null(await _authenticator.AuthenticateAsync(WithKeyIdOf(second, first), default));
        Assert.NotNull(await _authenticator.AuthenticateAsync(first, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("btz_")]
    [InlineData("sk-something-else")]
    public async Task A_malformed_key_is_refused_without_asking_the_store(string key)
    {
        await _authenticator.RefreshAsync(default);
        var questions = _store.VersionQuestions;
        Assert.Null(await _authenticator.AuthenticateAsync(key, default));
        Assert.Null(await _authenticator.AuthenticateAsync(new string('b', 5_000_000), default));
        Assert.Equal(questions, _store.VersionQuestions);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_after_the_next_check_and_its_name_can_return()
    {
        var (_, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        await _authenticator.RefreshAsync(default);
        await _registry.RevokeAsync("billing", default);
        var (_, next) = await _registry.AddAsync("billing", "ada", NoTags, default);
        await _authenticator.RefreshAsync(default);
        Assert.Null(await _authenticator.AuthenticateAsync(key, default));
        Assert.NotNull(await _authenticator.AuthenticateAsync(next, default));
    }

    [Fact]
    public async Task A_key_pair_works_at_once_until_another_is_issued_or_the_agent_is_revoked()
    {
        var secrets = new FixedSecrets();
        var finder = new AccessKeyFinder(_authenticator, secrets);
        var (agent, _) = await _registry.AddAsync("billing", "ada", NoTags, default);
        await _authenticator.RefreshAsync(default);
        var first = (await _registry.IssueAccessKeyAsync("billing", secrets, default))!;
        var found = (await finder.FindAsync(first.Id, default))!;
        Assert.Equal((agent.Id, first.Secret), (found.Principal.AgentId, found.Secret));

        var second = (await _registry.IssueAccessKeyAsync(agent.Id, secrets, default))!;
        Assert.NotEqual(first.Id, second.Id);
        await _authenticator.RefreshAsync(default);
        Assert.Null(await finder.FindAsync(first.Id, default));
        Assert.NotNull(await finder.FindAsync(second.Id, default));

        await _registry.RevokeAsync("billing", default);
        await _authenticator.RefreshAsync(default);
        Assert.Null(await finder.FindAsync(second.Id, default));
        Assert.Null(await _registry.IssueAccessKeyAsync("billing", secrets, default));
    }

    [Fact]
    public async Task Nobody_signs_once_the_store_has_been_silent_for_too_long()
    {
        var secrets = new FixedSecrets();
        var finder = new AccessKeyFinder(_authenticator, secrets);
        await _registry.AddAsync("billing", "ada", NoTags, default);
        var key = (await _registry.IssueAccessKeyAsync("billing", secrets, default))!;
        await _authenticator.RefreshAsync(default);
        _store.IsBroken = true;
        _clock.Advance(SnapshotTimes.MaxAge + TimeSpan.FromSeconds(1));
        Assert.Null(await finder.FindAsync(key.Id, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AKIAAAAAAAAAAAAAAAAA")]
    [InlineData("BTZAaaaaaaaaaaaaaaaa")]
    [InlineData("BTZAAAAAAAAAAAAAAAAAA")]
    public async Task A_malformed_access_key_id_is_refused_without_asking_the_store(string id)
    {
        await _authenticator.RefreshAsync(default);
        var questions = _store.VersionQuestions;
        Assert.Null(await _authenticator.FindByAccessKeyAsync(id, default));
        Assert.Equal(questions, _store.VersionQuestions);
    }

    [Fact]
    public async Task A_new_key_works_at_once()
    {
        await _authenticator.RefreshAsync(default);
        var (_, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        Assert.NotNull(await _authenticator.AuthenticateAsync(key, default));
    }

    [Fact]
    public async Task Random_keys_cannot_hammer_the_store()
    {
        await _authenticator.RefreshAsync(default);
        var before = _store.VersionQuestions;
        for (var i = 0; i < 3; i++)
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => _authenticator.AuthenticateAsync(AgentKey.Create(), default).AsTask())), Assert.Null);
        }

        // Who comes while the store is being asked waits for one question more.
        Assert.InRange(_store.VersionQuestions - before, 3, 6);
    }

    [Fact]
    public async Task Nobody_is_let_in_when_revocations_cannot_be_known()
    {
        var (_, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        await _authenticator.RefreshAsync(default);
        _store.IsBroken = true;
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(await _authenticator.AuthenticateAsync(key, default));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await _authenticator.AuthenticateAsync(key, default));
        _store.IsBroken = false;
        Assert.NotNull(await _authenticator.AuthenticateAsync(key, default));
    }

    [Fact]
    public async Task The_running_service_takes_in_a_revocation_by_itself()
    {
        using var running = new AgentAuthenticator(_store, TimeProvider.System, NullLogger<AgentAuthenticator>.Instance);
        var (_, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        await running.StartAsync(default);
        Assert.NotNull(await running.AuthenticateAsync(key, default));
        await _registry.RevokeAsync("billing", default);
        // The test's own time limit is the bound: no figure is asserted.
        while (await running.AuthenticateAsync(key, default) is not null)
        {
            await Task.Delay(20);
        }

        await running.StopAsync(default);
    }

    [Fact]
    public async Task A_suspended_agent_is_refused_by_key_and_by_key_pair_and_only_whoever_has_its_key_learns_of_it()
    {
        var (agent, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        var pair = (await _registry.IssueAccessKeyAsync(agent.Id, new FixedSecrets(), default))!;
        _store.Change(agent.Id, a => a with { Standing = AgentStanding.SuspendedFor("it sends too much") });
        await _authenticator.RefreshAsync(default);
        Assert.Null(await _authenticator.AuthenticateAsync(key, default));
        Assert.Null(await _authenticator.FindByAccessKeyAsync(pair.Id, default));
        Assert.Equal((agent.Id, SuspensionCause.ByPerson, "it sends too much"), (_authenticator.FindSuspended(key)!.Principal.AgentId, _authenticator.FindSuspended(key)!.Cause, _authenticator.FindSuspended(key)!.Reason));
        Assert.NotNull(_authenticator.FindSuspendedByAccessKey(pair.Id));
        Assert.Null(_authenticator.FindSuspended(WithKeyIdOf(AgentKey.Create(), key)));
        Assert.Null(_authenticator.FindSuspended(AgentKey.Create()));
        Assert.Null(_authenticator.FindSuspended("btz_"));

        _store.Change(agent.Id, a => a with { Standing = AgentStanding.Clear });
        await _authenticator.RefreshAsync(default);
        Assert.NotNull(await _authenticator.AuthenticateAsync(key, default));
        Assert.Null(_authenticator.FindSuspended(key));
    }

    // The structure that makes timing independent: a wrong secret and an unknown key id both hash the secret and compare 32 bytes.
    [Fact]
    public async Task Unknown_ids_and_wrong_secrets_take_the_same_steps()
    {
        var (agent, key) = await _registry.AddAsync("billing", "ada", NoTags, default);
        var snapshot = new AgentSnapshot([agent]);
        Assert.NotNull(snapshot.Find(key, out var isKnown));
        Assert.True(isKnown);
        var wrong = WithKeyIdOf(AgentKey.Create(), key);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(snapshot.Find(wrong, out isKnown));
        Assert.True(isKnown);
        var forWrong = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var unknown = AgentKey.Create();
        allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(snapshot.Find(unknown, out isKnown));
        Assert.False(isKnown);
        Assert.Equal(forWrong, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static string WithKeyIdOf(string key, string other) => AgentKey.Compose(AgentKey.KeyId(other), key.AsSpan(17, 52));
}
