using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Elevation;

/// <summary>A tool call at an MCP server that policy holds: asked for, approved, used; and everything that must not pass for it.</summary>
public class HeldMcpCallTests
{
    private const string Policies = """
        @id("allow") permit(principal, action, resource);
        @id("writes") @hold("owner") @message("Writing needs a person.") forbid(principal, action == Action::"callTool", resource == Tool::"test/write");
        @id("wipes") @hold("owner") @approvals("2") forbid(principal, action == Action::"callTool", resource == Tool::"test/wipe");
        @id("never") forbid(principal, action == Action::"callTool", resource == Tool::"test/never");
        @id("never-held") @hold("owner") forbid(principal, action == Action::"callTool", resource == Tool::"test/never");
        """;

    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);

    [Fact]
    public async Task A_held_call_is_asked_for_approved_passes_once_and_is_held_again()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        using var response = await gateway.SendMcpAsync(McpClient.Call("write", """{"path":"a.txt","text":"x"}"""));
        var held = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var request = Assert.Single(gateway.Held.Requests);
        Assert.True(held.IsRefused("held_for_approval"));
        Assert.StartsWith($"Writing needs a person. People are asked by access request {request.Id}.", held.Text(), StringComparison.Ordinal);
        Assert.Equal(request.Id, Assert.Single(response.Headers.GetValues("x-bartizan-access-request")));
        Assert.Equal(
            """{"action":"callTool","agent":"agt_test","chain":[],"method":"tools/call","params":{"arguments":{"path":"a.txt","text":"x"},"name":"write"},"resource":"Tool::\"test/write\""}""",
            request.Call);
        Assert.Equal(("agt_test", "owner@example.org", "writes", 1), (request.Agent.Id, request.Agent.Owner, request.Policies[0].Id, request.Needs));
        Assert.StartsWith("@id(\"writes\")", request.Policies[0].Text, StringComparison.Ordinal);
        Assert.Equal((Verdict.Hold, request.Id, null), (gateway.LastExchange.Verdict, gateway.LastExchange.Decisions[0].Access!.Request, gateway.LastExchange.Decisions[0].Access!.Grant));
        Assert.DoesNotContain(server.Requests, r => r.Body.Contains("tools/call", StringComparison.Ordinal));

        var grant = gateway.Held.Approve(request, 1, Later, new TestApprover());
        // Another layout of the same values is the same call.
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("write", """{ "text" : "\u0078", "path":"a.txt" }"""))).Text());
        var access = gateway.LastExchange.Decisions[0].Access!;
        Assert.Equal((Verdict.Allow, request.Id, grant.Id, "acc_ada", "writes"), (gateway.LastExchange.Verdict, access.Request, access.Grant, access.ApprovedBy![0], access.Lifted![0]));
        Assert.Equal((grant.Id, gateway.LastExchange.Id), Assert.Single(gateway.Held.Uses));

        Assert.True((await gateway.AskMcpAsync(McpClient.Call("write", """{"path":"a.txt","text":"x"}"""))).IsRefused("held_for_approval"));
        Assert.Equal(2, gateway.Held.Requests.Count);
    }

    [Theory]
    [InlineData("""{"path":"b.txt","n":1}""")]
    [InlineData("""{"path":"a.txt","n":2}""")]
    [InlineData("""{"path":"a.txt","n":"1"}""")]
    [InlineData("""{"path":"a.txt","n":1,"also":true}""")]
    [InlineData("""{"path":"a.txt"}""")]
    [InlineData("""{"Path":"a.txt","n":1}""")]
    [InlineData("""{"path":"a.txt ","n":1}""")]
    [InlineData("""{"path":"a.txt","n":1.0000000000000000001}""")]
    [InlineData("""{"path":"b.txt","path":"a.txt","n":1}""")]
    [InlineData("""{"path":"a.txt","n":1}, "inputResponses":{"a":1}""")]
    [InlineData("""{"path":"a.txt","n":1}, "task":{"ttl":1}""")]
    public async Task Other_arguments_are_another_call(string arguments)
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("write", """{"path":"a.txt","n":1}"""));
        gateway.Held.Approve(gateway.Held.Requests[0], 5, Later, new TestApprover());
        using var response = await gateway.SendMcpAsync(McpClient.Call("write", arguments));
        Assert.DoesNotContain("done", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(gateway.Held.Uses);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("write", """{"n":1e0,"path":"a.txt"}"""))).Text());
    }

    [Fact]
    public async Task Another_agent_and_another_server_get_nothing_from_it()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies.Replace("resource == Tool::\"test/write\"", "resource", StringComparison.Ordinal));
        await gateway.AskMcpAsync(McpClient.Call("write"));
        gateway.Held.Approve(gateway.Held.Requests[0], 5, Later, new TestApprover());
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("write"), key: OneAgent.OtherKey)).IsRefused("held_for_approval"));
        Assert.NotEqual("done", (await gateway.AskMcpAsync(McpClient.Call("write"), server: "second")).Text());
        Assert.Empty(gateway.Held.Uses);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("write"))).Text());
    }

    [Fact]
    public async Task Concurrent_calls_do_not_use_one_grant_twice()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("write"));
        gateway.Held.Approve(gateway.Held.Requests[0], 3, Later, new TestApprover());
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => gateway.AskMcpAsync(McpClient.Call("write"))));
        Assert.Equal(3, answers.Count(a => !a.ToString().Contains("held_for_approval", StringComparison.Ordinal)));
        Assert.Equal(3, server.Requests.Count(r => r.Body.Contains("tools/call", StringComparison.Ordinal)));
        Assert.Equal(2, gateway.Held.Requests.Count);
    }

    [Fact]
    public async Task A_batch_cannot_use_one_grant_twice()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("write"));
        gateway.Held.Approve(gateway.Held.Requests[0], 1, Later, new TestApprover());
        var two = $"[{McpClient.Call("write")},{McpClient.Call("write").Replace("\"id\":1", "\"id\":2", StringComparison.Ordinal)}]";
        Assert.Contains("held_for_approval", (await gateway.AskMcpAsync(two)).ToString(), StringComparison.Ordinal);
        Assert.Empty(gateway.Held.Uses);
    }

    [Fact]
    public async Task A_changed_forbid_and_a_new_one_hold_again_and_a_plain_one_refuses()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("write"));
        gateway.Held.Approve(gateway.Held.Requests[0], 5, Later, new TestApprover());
        foreach (var (policies, code) in new[]
        {
            (Policies.Replace("Writing needs a person.", "Writing needs two people.", StringComparison.Ordinal), "held_for_approval"),
            (Policies + "@id(\"more\") @hold(\"owner\") forbid(principal, action == Action::\"callTool\", resource);", "held_for_approval"),
            (Policies + "@id(\"more\") forbid(principal, action == Action::\"callTool\", resource);", "blocked_by_policy"),
            (Policies.Replace("permit(principal, action, resource)", "permit(principal, action, resource) unless { context has tool && context.tool == \"write\" }", StringComparison.Ordinal), "held_for_approval"),
        })
        {
            gateway.State.Swap(gateway.State.Current with { Policies = new PolicyEngine(PolicySet.Parse(policies)) });
            Assert.True((await gateway.AskMcpAsync(McpClient.Call("write"))).IsRefused(code), code);
        }

        gateway.State.Swap(gateway.State.Current with { Policies = new PolicyEngine(PolicySet.Parse(Policies)) });
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("write"))).Text());
    }

    [Fact]
    public async Task A_grant_counts_no_longer_when_what_it_rests_on_does_not()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("write"));
        var request = gateway.Held.Requests[0];
        gateway.Held.Approve(request, 5, Later, new TestApprover());
        var sound = gateway.Held.FindGrants(request.Digest, request.Created)[0];
        foreach (var broken in new[]
        {
            sound with { Approvers = [sound.Approvers[0] with { Works = false }] },
            sound with { Approvers = [sound.Approvers[0] with { Roles = ["analyst"] }] },
            sound with { Approvers = [] },
            sound with { Keys = [sound.Keys[0] with { Revoked = request.Created }] },
            sound with { Keys = [new TestApprover().Registered] },
            sound with { Approvals = [sound.Approvals[0] with { Uses = 6 }], Grant = sound.Grant with { Uses = 6 } },
            sound with { Approvals = [sound.Approvals[0] with { Until = Later.AddDays(1) }] },
            sound with { Grant = sound.Grant with { Uses = 6 } },
            sound with { Grant = sound.Grant with { Policy = sound.Grant.Policy.Replace("callTool", "readResource", StringComparison.Ordinal) } },
            sound with { Request = sound.Request with { Id = "arq_other" } },
            sound with { Request = sound.Request with { Policies = [.. sound.Request.Policies, new HeldPolicy("more", "", "", "owner", 1)] } },
        })
        {
            gateway.Held.Change(_ => broken);
            Assert.True((await gateway.AskMcpAsync(McpClient.Call("write"))).IsRefused("held_for_approval"));
        }

        gateway.Held.Change(_ => sound);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("write"))).Text());
    }

    [Fact]
    public async Task Two_people_are_two_people()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("wipe"));
        var (ada, ben) = (new TestApprover(), new TestApprover("acc_ben", "ben"));
        gateway.Held.Approve(gateway.Held.Requests[0], 1, Later, ada, ada);
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("wipe"))).IsRefused("held_for_approval"));
        gateway.Held.Approve(gateway.Held.Requests[0], 1, Later, ada, ben);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("wipe"))).Text());
    }

    [Fact]
    public async Task Nobody_is_asked_for_what_no_approval_would_let_pass()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies.Replace("@id(\"allow\") permit(principal, action, resource);", """
            @id("allow") permit(principal, action, resource) unless { context has tool && context.tool == "write" };
            """, StringComparison.Ordinal));
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("never"))).IsRefused("blocked_by_policy"));
        var held = await gateway.AskMcpAsync(McpClient.Call("write"));
        Assert.True(held.IsRefused("held_for_approval"));
        Assert.Contains("Nobody can approve it", held.Text(), StringComparison.Ordinal);
        Assert.Contains("Nobody can approve it", (await gateway.AskMcpAsync(McpClient.Call("wipe", """{"n":9007199254740993}"""))).Text(), StringComparison.Ordinal);
        Assert.Empty(gateway.Held.Requests);
    }

    [Fact]
    public async Task The_same_call_joins_its_request_and_a_flood_ends()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Request("tools/list"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => gateway.AskMcpAsync(McpClient.Call("write"))));
        Assert.Equal(12, Assert.Single(gateway.Held.Requests).Asked);
        Assert.All(answers, a => Assert.Contains(gateway.Held.Requests[0].Id, a.Text(), StringComparison.Ordinal));
        for (var i = 0; i < 25; i++)
        {
            await gateway.AskMcpAsync(McpClient.Call("write", $$"""{"n":{{i}}}"""));
        }

        Assert.Equal(20, gateway.Held.Requests.Count);
        Assert.Contains("Nobody was asked", (await gateway.AskMcpAsync(McpClient.Call("write", """{"n":99}"""))).Text(), StringComparison.Ordinal);
        Assert.Contains(gateway.Held.Requests[0].Id, (await gateway.AskMcpAsync(McpClient.Call("write"))).Text(), StringComparison.Ordinal);
        await gateway.AskMcpAsync(McpClient.Call("write"), key: OneAgent.OtherKey);
        Assert.Equal(21, gateway.Held.Requests.Count);
    }

    [Fact]
    public async Task What_was_denied_is_not_asked_again_at_once()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        await gateway.AskMcpAsync(McpClient.Call("write"));
        gateway.Held.Deny(gateway.Held.Requests[0]);
        Assert.Contains("A person said no", (await gateway.AskMcpAsync(McpClient.Call("write"))).Text(), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(gateway.Held.Requests).Asked);
    }

    [Fact]
    public async Task A_tool_that_is_held_is_listed()
    {
        await using var server = Server();
        await using var gateway = await McpClient.StartAsync(server.Address, Policies);
        Assert.Equal(["write", "wipe"], (await gateway.AskMcpAsync(McpClient.Request("tools/list"))).Names());
    }

    private static ScriptedUpstream Server() => McpClient.Tools(() => string.Join(',', new[] { "write", "wipe", "never" }.Select(n => McpClient.Tool(n))));
}
