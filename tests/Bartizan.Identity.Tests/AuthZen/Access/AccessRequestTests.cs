using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Testing.Stores;

namespace Bartizan.Identity.Tests.AuthZen.Access;

/// <summary>The AuthZEN Access Request and Approval Profile (draft 1) from the requestable denial to the evaluation that it lets pass, and what must not pass for it.</summary>
public sealed class AccessRequestTests
{
    private const string Policies = """
        @id("edits") @hold("approver") @message("Editing needs a person.") forbid(principal, action == Action::"edit", resource);
        @id("never") forbid(principal, action == Action::"edit", resource == doc::"sealed");
        @id("plain") permit(principal, action, resource);
        """;

    private const string Requests = "/access/v1/requests";
    private const string Evaluation = "/access/v1/evaluation";

    [Fact]
    public async Task A_denial_is_asked_for_approved_and_passes_once_for_this_caller_and_nobody_else()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var ada = await site.AddApproverAsync("ada");
        var denied = (await site.SendAsync(Evaluation, Body())).Json;
        Assert.False(denied.GetProperty("decision").GetBoolean());
        var context = denied.GetProperty("context");
        Assert.Equal(("approval_required", "https://pdp.example.com/access/v1/requests"), (Text(context, "reason"), Text(context.GetProperty("access_request"), "endpoint")));

        var (status, submitted, headers) = await site.SendAsync(Requests, Submission(denied));
        var task = submitted.GetProperty("task");
        var id = Text(task, "id");
        Assert.Equal((202, "pending", Text(task, "status_endpoint")), (status, Text(task, "status"), headers.Location.ToString()));
        Assert.Equal(id, Text((await site.SendAsync(Requests, Submission(denied))).Json.GetProperty("task"), "id"));
        Assert.Equal("pending", Text((await site.SendAsync($"{Requests}/{id}", null)).Json.GetProperty("task"), "status"));
        foreach (var (path, key) in new[] { ($"{Requests}/{id}", OneAgent.OtherKey), ($"{Requests}/arq_other", OneAgent.Key) })
        {
            var (unknown, problem, _) = await site.SendAsync(path, null, key);
            Assert.Equal((404, "urn:openid:authzen:access-request:error:unknown_task"), (unknown, Text(problem, "type")));
        }

        await site.ApproveAsync(id, ada);
        var done = (await site.SendAsync($"{Requests}/{id}", null)).Json;
        Assert.Equal(("approved", "reevaluate"), (Text(done.GetProperty("task"), "status"), Text(done.GetProperty("result"), "mode")));
        Assert.DoesNotContain("ada", done.GetRawText(), StringComparison.Ordinal);
        var approval = done.GetProperty("result").GetProperty("approval").GetRawText();

        // Without the approval, with another one, for something else, or in another's hands it is worth nothing.
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body())));
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(more: $"\"approval\":{approval.Replace("grt_", "grt_0", StringComparison.Ordinal)}"))));
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(resource: "other", more: $"\"approval\":{approval}"))));
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(subject: "eve", more: $"\"approval\":{approval}"))));
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(more: $"\"place\":\"home\",\"approval\":{approval}"))));
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(more: $"\"approval\":{approval}"), OneAgent.OtherKey)));

        var passed = await site.SendAsync(Evaluation, Body(more: $"\"time\":\"2026-11-22T06:00:00Z\",\"approval\":{approval}"));
        Assert.True(Allowed(passed));
        Assert.StartsWith("grt_", Text(passed.Json.GetProperty("context").GetProperty("approval"), "id"), StringComparison.Ordinal);
        var again = (await site.SendAsync(Evaluation, Body(more: $"\"approval\":{approval}"))).Json;
        Assert.Equal((false, "request"), (again.GetProperty("decision").GetBoolean(), Text(again.GetProperty("context"), "next_action")));
        Assert.True(again.GetProperty("context").TryGetProperty("access_request", out _));
    }

    [Fact]
    public async Task A_batch_tells_of_each_denial_and_takes_the_approval_of_each()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var ada = await site.AddApproverAsync("ada");
        var denied = (await site.SendAsync(Evaluation, Body())).Json;
        var id = Text((await site.SendAsync(Requests, Submission(denied))).Json.GetProperty("task"), "id");
        await site.ApproveAsync(id, ada, uses: 1);
        var grant = Text((await site.SendAsync($"{Requests}/{id}", null)).Json.GetProperty("result").GetProperty("approval"), "id");
        var one = Body(more: $"\"approval\":{{\"id\":\"{grant}\"}}");
        var answers = (await site.SendAsync("/access/v1/evaluations", $$"""{"evaluations":[{{one}},{{one}},{{Body(resource: "sealed")}}]}""")).Json.GetProperty("evaluations");
        Assert.Equal([true, false, false], answers.EnumerateArray().Select(a => a.GetProperty("decision").GetBoolean()));
        Assert.Equal([false, true, false], answers.EnumerateArray().Select(a => a.GetProperty("context").TryGetProperty("access_request", out _)));
    }

    [Fact]
    public async Task A_submission_that_is_not_what_was_denied_is_refused()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var denied = (await site.SendAsync(Evaluation, Body(more: "\"place\":\"home\""))).Json;
        foreach (var (body, key) in new[]
        {
            (Submission(denied, resource: "other", more: "\"place\":\"home\""), OneAgent.Key),
            (Submission(denied, subject: "eve", more: "\"place\":\"home\""), OneAgent.Key),
            (Submission(denied, more: "\"place\":\"work\""), OneAgent.Key),
            (Submission(denied), OneAgent.Key),
            (Submission(denied, more: "\"place\":\"home\""), OneAgent.OtherKey),
            (Submission(denied, more: "\"place\":\"home\"").Replace("eval_", "eval_0", StringComparison.Ordinal), OneAgent.Key),
            (Submission(denied, more: "\"place\":\"home\"").Replace("expires_at\":\"20", "expires_at\":\"21", StringComparison.Ordinal), OneAgent.Key),
        })
        {
            var (status, problem, _) = await site.SendAsync(Requests, body, key);
            Assert.Equal((400, "urn:openid:authzen:access-request:error:invalid_denial_binding"), (status, Text(problem, "type")));
        }

        Assert.Equal(400, (await site.SendAsync(Requests, Body())).Status);
        Assert.Empty(await site.Store.Access.ListAsync(10, site.Clock.GetUtcNow(), default));
        // What was added for people belongs to nothing.
        Assert.Equal(202, (await site.SendAsync(Requests, Submission(denied, more: "\"place\":\"home\",\"business_justification\":\"renewal\""))).Status);

        denied = (await site.SendAsync(Evaluation, Body(resource: "late"))).Json;
        site.Clock.Now += TimeSpan.FromMinutes(11);
        var (gone, over, _) = await site.SendAsync(Requests, Submission(denied, resource: "late"));
        Assert.Equal((410, "urn:openid:authzen:access-request:error:expired_denial"), (gone, Text(over, "type")));
    }

    [Fact]
    public async Task What_policy_does_not_hold_any_more_is_not_requestable_and_a_changed_policy_is_not_what_was_approved()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var ada = await site.AddApproverAsync("ada");
        var denied = (await site.SendAsync(Evaluation, Body())).Json;
        site.Change(Policies + "forbid(principal == user::\"bob\", action, resource);");
        var (status, problem, _) = await site.SendAsync(Requests, Submission(denied));
        Assert.Equal((400, "urn:openid:authzen:access-request:error:not_requestable"), (status, Text(problem, "type")));
        site.Change(Policies);
        var id = Text((await site.SendAsync(Requests, Submission(denied))).Json.GetProperty("task"), "id");
        await site.ApproveAsync(id, ada, uses: 5);
        var grant = Text((await site.SendAsync($"{Requests}/{id}", null)).Json.GetProperty("result").GetProperty("approval"), "id");
        var asked = Body(more: $"\"approval\":{{\"id\":\"{grant}\"}}");
        foreach (var (policies, outlook) in new[]
        {
            (Policies.Replace("Editing needs", "Changing needs", StringComparison.Ordinal), "request"),
            (Policies + "forbid(principal == user::\"bob\", action, resource);", "none"),
        })
        {
            site.Change(policies);
            var answer = (await site.SendAsync(Evaluation, asked)).Json;
            Assert.Equal((false, outlook), (answer.GetProperty("decision").GetBoolean(), Text(answer.GetProperty("context"), "next_action")));
        }

        site.Change(Policies);
        Assert.True(Allowed(await site.SendAsync(Evaluation, asked)));
        Assert.True(await site.Store.Access.RevokeAsync(grant, "ada", site.Clock.GetUtcNow(), default));
        Assert.False(Allowed(await site.SendAsync(Evaluation, asked)));
        Assert.Equal("cancelled", Text((await site.SendAsync($"{Requests}/{id}", null)).Json.GetProperty("task"), "status"));
    }

    [Fact]
    public async Task The_subject_approves_nothing_for_themselves_and_a_no_is_told()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var (bob, ada) = (await site.AddApproverAsync("bob"), await site.AddApproverAsync("ada"));
        var denied = (await site.SendAsync(Evaluation, Body())).Json;
        var id = Text((await site.SendAsync(Requests, Submission(denied))).Json.GetProperty("task"), "id");
        Assert.Contains("own behalf", (await Assert.ThrowsAsync<InputException>(() => site.ApproveAsync(id, bob))).Message, StringComparison.Ordinal);
        Assert.True(await site.Desk.DenyAsync(id, ada.Person.Id, "not today", default));
        var (status, told, _) = await site.SendAsync(Requests, Submission(denied));
        Assert.Equal((201, "denied"), (status, Text(told.GetProperty("task"), "status")));
        Assert.DoesNotContain("not today", told.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\", resource); permit(principal, action == Action::\"edit", "doc")]
    [InlineData("edit", "doc::\"a\"); permit(principal, action, resource == doc")]
    [InlineData("edit\n", "doc")]
    [InlineData("edit", "doc ::x")]
    public async Task A_name_that_could_leave_its_place_in_a_policy_is_asked_of_nobody(string action, string type)
    {
        await using var site = await AccessSite.StartAsync("""@hold("approver") forbid(principal, action, resource); permit(principal, action, resource);""");
        var body = JsonSerializer.Serialize(new { subject = new { type = "user", id = "bob" }, action = new { name = action }, resource = new { type, id = "d" } });
        var (status, json, _) = await site.SendAsync(Evaluation, body);
        Assert.True(status == 400 || (!Allowed((status, json, null!)) && !json.GetProperty("context").TryGetProperty("access_request", out _)));
    }

    [Fact]
    public async Task Subjects_with_names_of_any_kind_are_themselves_and_no_part_of_a_policy()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var ada = await site.AddApproverAsync("ada");
        const string Name = "x\\\" && true || context.chain == \\\"";
        var denied = (await site.SendAsync(Evaluation, Body(subject: Name))).Json;
        var id = Text((await site.SendAsync(Requests, Submission(denied, subject: Name))).Json.GetProperty("task"), "id");
        await site.ApproveAsync(id, ada, uses: 2);
        var grant = Text((await site.SendAsync($"{Requests}/{id}", null)).Json.GetProperty("result").GetProperty("approval"), "id");
        Assert.True(Allowed(await site.SendAsync(Evaluation, Body(subject: Name, more: $"\"approval\":{{\"id\":\"{grant}\"}}"))));
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(more: $"\"approval\":{{\"id\":\"{grant}\"}}"))));
    }

    [Fact]
    public async Task A_flood_ends_and_an_approval_made_up_is_no_circumstance()
    {
        await using var site = await AccessSite.StartAsync(Policies + """permit(principal, action == Action::"edit", resource) when { context has approval }; forbid(principal, action == Action::"peek", resource) unless { context has approval };""");
        for (var i = 0; i < 20; i++)
        {
            var each = (await site.SendAsync(Evaluation, Body(resource: $"d{i}"))).Json;
            Assert.Equal(202, (await site.SendAsync(Requests, Submission(each, resource: $"d{i}"))).Status);
        }

        var denied = (await site.SendAsync(Evaluation, Body())).Json;
        Assert.Equal(429, (await site.SendAsync(Requests, Submission(denied))).Status);
        Assert.False(Allowed(await site.SendAsync(Evaluation, Body(action: "peek", more: """ "approval":{"id":"grt_1"} """))));
    }

    [Fact]
    public async Task Nobody_is_asked_without_an_address_or_where_callers_have_no_keys()
    {
        foreach (var options in new[] { AccessSite.Options with { Url = null }, AccessSite.Options with { Anonymous = true } })
        {
            await using var site = await AccessSite.StartAsync(Policies, options);
            Assert.False((await site.SendAsync(Evaluation, Body())).Json.GetProperty("context").TryGetProperty("access_request", out _));
            Assert.Equal(404, (await site.SendAsync(Requests, Body())).Status);
            Assert.Equal(404, (await site.SendAsync(Requests + "/arq_1", null)).Status);
        }
    }

    [Fact]
    public async Task Discovery_tells_of_it()
    {
        await using var site = await AccessSite.StartAsync(Policies);
        var told = (await site.SendAsync("/.well-known/authzen-configuration", null)).Json;
        Assert.Equal("https://pdp.example.com/access/v1/requests", Text(told, "access_request_endpoint"));
        Assert.Equal("urn:openid:authzen:capability:access-request", told.GetProperty("capabilities")[0].GetString());
    }

    private static bool Allowed((int Status, JsonElement Json, Microsoft.AspNetCore.Http.IHeaderDictionary Headers) answer) => answer.Json.GetProperty("decision").GetBoolean();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string Body(string resource = "plan", string subject = "bob", string more = "", string action = "edit", string denial = "") =>
        $$"""{"subject":{"type":"user","id":"{{subject}}"},"action":{"name":"{{action}}"},"resource":{"type":"doc","id":"{{resource}}"},"context":{ {{more}} }{{denial}}}""";

    private static string Submission(JsonElement denied, string resource = "plan", string subject = "bob", string more = "")
    {
        var context = denied.GetProperty("context");
        var denial = JsonSerializer.Serialize(new { evaluation_id = Text(context, "evaluation_id"), expires_at = Text(context.GetProperty("access_request"), "expires_at") });
        return Body(resource, subject, more, denial: $",\"denial\":{denial}");
    }
}
