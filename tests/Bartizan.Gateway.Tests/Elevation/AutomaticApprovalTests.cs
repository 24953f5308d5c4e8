using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Policy;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;
using Bartizan.Policy.Values;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Elevation;

/// <summary>Held calls that policy approves itself: what it may approve, and everything that stays with people.</summary>
public class AutomaticApprovalTests
{
    private const string Policies = """
        @id("allow") permit(principal, action, resource);
        @id("reads") @hold("owner") forbid(principal, action == Action::"callTool", resource == Tool::"test/read");
        @id("writes") @hold("owner") forbid(principal, action == Action::"callTool", resource == Tool::"test/write");
        @id("wipes") @hold("owner") @approvals("2") forbid(principal, action == Action::"callTool", resource == Tool::"test/wipe");
        """;

    private const string Auto = """
        @id("low-risk") permit(principal, action == Action::"autoApprove", resource)
        when { context.action == "callTool" && context.sensitivity.level < 2 && context.labels.isEmpty() && context.heldBy.contains("reads") && context.asks == ["owner"] && context.usual >= 0 };
        """;

    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);

    [Fact]
    public async Task What_policy_approves_passes_at_once_for_one_use_and_says_who_answers_for_it()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server, Policies + Auto);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("read", """{"path":"a.txt"}"""))).Text());
        var request = Assert.Single(gateway.Held.Requests);
        var access = gateway.LastExchange.Decisions[0].Access!;
        Assert.Equal((Verdict.Allow, request.Id, "policy:low-risk", "reads"), (gateway.LastExchange.Verdict, access.Request, access.ApprovedBy!.Single(), access.Lifted!.Single()));
        Assert.Equal(("low-risk", "read", 0), (request.Automatic!.Policies.Single().Id, request.Automatic.Effect, request.Automatic.Usual));
        Assert.StartsWith("@id(\"low-risk\")", request.Automatic.Policies[0].Text, StringComparison.Ordinal);
        Assert.Equal((access.Grant, gateway.LastExchange.Id), Assert.Single(gateway.Held.Uses));

        // The next is approved anew: a grant by policy is for one use.
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("read", """{"path":"a.txt"}"""))).Text());
        Assert.Equal(2, gateway.Held.Requests.Count);
        Assert.Equal(2, gateway.Held.Uses.Distinct().Count());
    }

    [Theory]
    [InlineData("nothing speaks of it", "", "read")]
    [InlineData("the head names no action", """permit(principal, action, resource) when { context has heldBy };""", "read")]
    [InlineData("a forbid is against it", Auto + """forbid(principal, action == Action::"autoApprove", resource);""", "read")]
    [InlineData("a policy fails", Auto + """forbid(principal, action == Action::"autoApprove", resource) when { context.nothing };""", "read")]
    [InlineData("it is only tried", """@mode("shadow") permit(principal, action == Action::"autoApprove", resource);""", "read")]
    [InlineData("it is held itself", """@id("self") @hold("owner") permit(principal, action in [Action::"autoApprove", Action::"callTool"], resource);""", "read")]
    [InlineData("nobody wrote that it is harmless", """permit(principal, action == Action::"autoApprove", resource);""", "write")]
    [InlineData("two people must agree", """permit(principal, action == Action::"autoApprove", resource);""", "wipe")]
    public async Task Whatever_policy_does_not_plainly_approve_people_decide(string why, string more, string tool)
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server, Policies + more);
        Assert.True((await gateway.AskMcpAsync(McpClient.Call(tool))).IsRefused("held_for_approval"), why);
        Assert.Null(Assert.Single(gateway.Held.Requests).Automatic);
        Assert.Empty(gateway.Held.Uses);
    }

    [Fact]
    public async Task The_owner_who_is_disabled_a_guard_that_failed_and_a_setting_of_none_leave_it_to_people()
    {
        await using var server = Server();
        await using (var gateway = await StartAsync(server, Policies + Auto))
        {
            gateway.Held.OwnerWorks = false;
            Assert.True((await gateway.AskMcpAsync(McpClient.Call("read"))).IsRefused("held_for_approval"));
        }

        await using (var gateway = await StartAsync(server, Policies + Auto, automatic: 0))
        {
            Assert.True((await gateway.AskMcpAsync(McpClient.Call("read"))).IsRefused("held_for_approval"));
        }

        await using var failing = await StartAsync(server, Policies.Replace("@id(\"allow\")", "@id(\"allow\") @onGuardFailure(\"allow\")", StringComparison.Ordinal) + Auto, inspectors: [new WordInspector("apple", "test.fruit")]);
        Assert.Equal("done", (await failing.AskMcpAsync(McpClient.Call("read", """{"path":"pear"}"""))).Text());
        Assert.True((await failing.AskMcpAsync(McpClient.Call("read", """{"path":"apple"}"""))).IsRefused("held_for_approval"), "a label stands against it");
    }

    [Fact]
    public async Task A_loop_ends_at_so_many_an_hour_and_goes_to_people()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server, Policies + Auto, automatic: 5);
        await gateway.AskMcpAsync(McpClient.Request("tools/list"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => gateway.AskMcpAsync(McpClient.Call("read", $$"""{"n":{{i % 12}}}"""))));
        Assert.True(answers.Count(a => !a.ToString().Contains("error", StringComparison.OrdinalIgnoreCase)) <= 5);
        Assert.Equal(5, gateway.Held.Requests.Count(r => r.Automatic is not null));
        Assert.Equal(5, gateway.Held.Uses.Count);
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("read", """{"n":99}"""))).IsRefused("held_for_approval"));
        Assert.Contains(gateway.Held.Requests, r => r.Automatic is null);
    }

    [Fact]
    public async Task What_a_person_was_asked_for_or_said_no_to_policy_does_not_approve()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server, Policies);
        await gateway.AskMcpAsync(McpClient.Call("read"));
        gateway.State.Swap(gateway.State.Current with { Policies = new PolicyEngine(PolicySet.Parse(Policies + Auto)) });
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("read"))).IsRefused("held_for_approval"));
        gateway.Held.Deny(gateway.Held.Requests[0]);
        Assert.Contains("A person said no", (await gateway.AskMcpAsync(McpClient.Call("read"))).Text(), StringComparison.Ordinal);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("read", """{"n":1}"""))).Text());
    }

    [Fact]
    public async Task A_grant_by_policy_that_was_left_unused_counts_only_while_policy_says_so()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server, Policies + Auto);
        await gateway.AskMcpAsync(McpClient.Call("read"));
        gateway.Held.Change(g => g with { Grant = g.Grant with { Used = 0 } });
        gateway.State.Swap(gateway.State.Current with { Policies = new PolicyEngine(PolicySet.Parse(Policies)) });
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("read"))).IsRefused("held_for_approval"));
        gateway.Held.Change(g => g with { Grant = g.Grant with { Used = 0, Uses = 9 } });
        gateway.State.Swap(gateway.State.Current with { Policies = new PolicyEngine(PolicySet.Parse(Policies + Auto)) });
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("read"))).IsRefused("held_for_approval"), "nine uses by policy");
    }

    [Fact]
    public async Task A_batch_that_is_refused_leaves_no_approval_that_passes_another_call()
    {
        await using var server = Server();
        await using var gateway = await StartAsync(server, Policies + Auto);
        var two = $"[{McpClient.Call("read")},{McpClient.Call("write").Replace("\"id\":1", "\"id\":2", StringComparison.Ordinal)}]";
        Assert.Contains("held_for_approval", (await gateway.AskMcpAsync(two)).ToString(), StringComparison.Ordinal);
        Assert.Empty(gateway.Held.Uses);
        Assert.DoesNotContain(server.Requests, r => r.Body.Contains("tools/call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_permit_with_hold_gives_leave_only_once_a_person_approved_it()
    {
        const string Held = """
            @id("reads") permit(principal, action, resource) unless { action == Action::"callTool" && resource == Tool::"test/write" };
            @id("writes") @hold("approver") @message("Writing needs a person.") permit(principal, action == Action::"callTool", resource == Tool::"test/write") when { !context.untrusted };
            """;
        await using var server = Server();
        await using var gateway = await StartAsync(server, Held);
        var refused = await gateway.AskMcpAsync(McpClient.Call("write"));
        Assert.True(refused.IsRefused("held_for_approval"));
        var request = Assert.Single(gateway.Held.Requests);
        Assert.Equal(("writes", "approver"), (request.Policies[0].Id, request.Policies[0].Asks));
        gateway.Held.Approve(request, 1, Later, new TestApprover());
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("write"))).Text());
        Assert.Equal(["writes"], gateway.LastExchange.Decisions[0].Access!.Lifted!);
        Assert.Equal(["writes"], gateway.LastExchange.Decisions[0].Policies);
        Assert.Equal(["read", "write", "wipe"], (await gateway.AskMcpAsync(McpClient.Request("tools/list"))).Names());

        // A forbid is a forbid, and another permit is not the one that was approved.
        gateway.Held.Approve(request, 5, Later, new TestApprover());
        foreach (var (policies, code) in new[]
        {
            (Held + """forbid(principal, action == Action::"callTool", resource == Tool::"test/write");""", "blocked_by_policy"),
            (Held.Replace("Writing needs a person.", "Writing.", StringComparison.Ordinal), "held_for_approval"),
            (Held.Replace("!context.untrusted", "context.untrusted", StringComparison.Ordinal), "blocked_by_policy"),
        })
        {
            gateway.State.Swap(gateway.State.Current with { Policies = new PolicyEngine(PolicySet.Parse(policies)) });
            Assert.True((await gateway.AskMcpAsync(McpClient.Call("write"))).IsRefused(code), policies);
        }
    }

    [Fact]
    public void The_question_fits_the_schema()
    {
        var schema = PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")), "bartizan.cedarschema");
        Assert.Empty(PolicyValidator.Validate(PolicySet.Parse(Auto), schema).Findings);
        var held = new PolicyQuestion(new(new("Agent", "a"), PolicyQuestion.CallToolAction, new("Tool", "t"), CedarRecord.Empty), new([]));
        var asked = AutomaticQuestion.Of(held, PolicySet.Parse("@hold(\"owner\") forbid(principal, action, resource);").Policies, "read", 3).Request;
        Assert.Equal(("Action::\"autoApprove\"", 5), (asked.Action.ToString(), asked.Context.Count));
        Assert.Equal("[\"owner\"]", asked.Context.TryGet("asks", out var asks) ? asks.ToString() : "");
    }

    private static async Task<TestGateway> StartAsync(ScriptedUpstream server, string policies, int automatic = 20, params Guard.IInspector[] inspectors)
    {
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_UPSTREAM_KEY", TestGateway.UpstreamKey);
        return await TestGateway.StartAsync(
            server.Address,
            policies,
            change: options => options with
            {
                Tools = [new() { Name = "test/read", Outward = false }, new() { Name = "test/wipe", Reversible = true }],
                Elevation = new ElevationOptions { Automatic = automatic },
            },
            mcp: McpClient.Options(server.Address, Gateway.Mcp.Configuration.McpTrust.FirstUse),
            inspectors: inspectors);
    }

    private static ScriptedUpstream Server() => McpClient.Tools(() => string.Join(',', new[] { "read", "write", "wipe" }.Select(n => McpClient.Tool(n))));
}
