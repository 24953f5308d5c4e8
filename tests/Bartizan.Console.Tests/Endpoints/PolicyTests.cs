using System.Text.Json;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class PolicyTests
{
    private static readonly TestPolicy Ask = new(
        new EntityName("Agent", "agt_1"), new EntityName("Action", "invokeModel"), new EntityName("Model", "demo-1"), Json("""{"labels":[]}"""));

    [Fact]
    public async Task Policies_are_listed_with_their_text_and_place()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);

        var policies = (await browser.GetAsync<PolicyList>("/api/policies")).Items;

        Assert.Equal(["ask", "no-secrets"], policies.Select(policy => policy.Id));
        Assert.Equal("pii.*", policies[0].Annotations["redact"]);
        Assert.Equal((PolicyEffect.Forbid, "content/policies/test.cedar"), (policies[1].Effect, policies[1].File));
    }

    [Fact]
    public async Task An_answer_says_of_every_policy_what_it_made_of_the_request()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var clean = await browser.PostAsync<PolicyAnswer>("/api/policies/test", Ask);
        var secret = await browser.PostAsync<PolicyAnswer>("/api/policies/test", Ask with { Context = Json("""{"labels":["secret"]}""") });
        var unknown = await browser.PostAsync<PolicyAnswer>("/api/policies/test", Ask with { Action = new EntityName("Action", "callTool") });
        var broken = await browser.PostAsync<PolicyAnswer>("/api/policies/test", Ask with { Context = null });

        Assert.True(clean.Allowed);
        Assert.Equal(["ask"], clean.Determining);
        Assert.Contains("contains", clean.Policies[1].Why, StringComparison.Ordinal);
        Assert.False(secret.Allowed);
        Assert.Equal((PolicyOutcome.Satisfied, true), (secret.Policies[1].Outcome, secret.Policies[1].Determining));
        Assert.False(unknown.Allowed);
        Assert.Empty(unknown.Determining);
        Assert.All(unknown.Policies, policy => Assert.Equal(PolicyOutcome.NotSatisfied, policy.Outcome));
        Assert.Equal(PolicyOutcome.Error, broken.Policies[1].Outcome);
        Assert.NotEmpty(broken.Policies[1].Why);
    }

    [Fact]
    public async Task A_draft_is_tested_instead_and_its_errors_have_a_line()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var answer = await browser.PostAsync<PolicyAnswer>("/api/policies/test", Ask with { Draft = "@id(\"mine\") permit (principal, action, resource);" });
        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/policies/test", Ask with { Draft = "permit (principal, action, resource);\npermit (" }));

        Assert.Equal(["mine"], answer.Determining);
        Assert.Equal(("bad-input", "draft"), (problem.Code, problem.Where));
        Assert.Equal(2, problem.Errors![0].Line);
    }

    [Fact]
    public async Task Entities_count()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        var draft = Ask with { Draft = "permit (principal in AgentGroup::\"payments\", action, resource);" };

        var without = await browser.PostAsync<PolicyAnswer>("/api/policies/test", draft);
        var with = await browser.PostAsync<PolicyAnswer>("/api/policies/test", draft with
        {
            Entities = Json("""[{"uid":{"type":"Agent","id":"agt_1"},"attrs":{},"parents":[{"type":"AgentGroup","id":"payments"}]}]"""),
        });
        var wrong = await Browser.ProblemAsync(await browser.PostAsync("/api/policies/test", draft with { Entities = Json("7") }));

        Assert.False(without.Allowed);
        Assert.True(with.Allowed);
        Assert.Equal("entities", wrong.Where);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
