using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Tests.Reviews;

public sealed class ReviewDeskTests
{
    [Fact]
    public async Task Those_who_vouch_are_asked_and_told_what_was_used()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool, ReviewKind.Agent), default);
        var items = await scene.Store.Reviews.ItemsAsync(campaign.Id, default);
        Assert.Equal(["gpt-4o", "claude-*", "github/*", "files/delete", "", ""], items.Select(i => i.Subject.Entry));
        Assert.Equal(["grace", "grace", "grace", "grace", "maria", "grace"], items.Select(i => i.Reviewer));

        var github = await scene.ItemAsync(campaign, "github/*");
        Assert.Equal((3L, 2, 2, 1, 0, "ada"), (github.Evidence.Uses, github.Evidence.NamesInAll, github.Evidence.Names.Count, github.Evidence.Agents, github.Evidence.Peers, github.Evidence.GivenBy));
        Assert.Equal(["github/get_issue", "github/list_issues"], github.Evidence.Names);
        Assert.Equal((0L, null), ((await scene.ItemAsync(campaign, "files/delete")).Evidence.Uses, (await scene.ItemAsync(campaign, "files/delete")).Evidence.Last));
        Assert.Contains("no blueprint", (await scene.ItemAsync(campaign, "stray")).Evidence.Notes.Single(), StringComparison.Ordinal);
        Assert.Equal(5, await scene.Store.Reviews.WaitingAsync("GRACE", default));
    }

    [Fact]
    public async Task Answers_are_carried_out_at_once_and_the_blueprint_counts_as_reviewed()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool), default);
        scene.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal("stays", (await AnswerAsync(scene, campaign, "gpt-4o", ReviewAnswer.Keep)).Outcome);
        Assert.Equal("triage@2", (await AnswerAsync(scene, campaign, "claude-*", ReviewAnswer.Remove)).Outcome);
        Assert.Equal("triage@3", (await AnswerAsync(scene, campaign, "github/*", ReviewAnswer.Narrow)).Outcome);
        Assert.Null((await scene.Store.Reviews.FindAsync(campaign.Id, default))!.Closed);
        Assert.Equal("triage@4", (await AnswerAsync(scene, campaign, "files/delete", ReviewAnswer.Remove)).Outcome);

        var inForce = await scene.InForceAsync("triage");
        Assert.Equal((new TokenAuthority(["gpt-4o"], ["github/get_issue", "github/list_issues"]), scene.Clock.Now), (inForce.Uses, inForce.Reviewed));
        Assert.Equal(scene.Clock.Now, (await scene.Store.Reviews.FindAsync(campaign.Id, default))!.Closed);
        var progress = Assert.Single(await scene.Store.Reviews.CampaignsAsync(10, default));
        Assert.Equal((4, 0, 1, 3), (progress.Items, progress.Open, progress.Kept, progress.Removed));

        // Who answered last is told the next time.
        var next = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model), default);
        Assert.Equal("grace", (await scene.ItemAsync(next, "gpt-4o")).Evidence.GivenBy);
    }

    [Fact]
    public async Task What_nobody_answers_is_removed_at_the_due_time_in_one_version()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool, ReviewKind.Agent), default);
        await AnswerAsync(scene, campaign, "gpt-4o", ReviewAnswer.Keep);
        await AnswerAsync(scene, campaign, "triager", ReviewAnswer.Keep);
        var reviewed = (await scene.InForceAsync("triage")).Reviewed;
        scene.Clock.Now = campaign.Due - TimeSpan.FromSeconds(1);
        await scene.Desk.ReconcileAsync(default);
        Assert.Equal(1, (await scene.InForceAsync("triage")).Version);

        scene.Clock.Now = campaign.Due;
        await scene.Desk.ReconcileAsync(default);
        var inForce = await scene.InForceAsync("triage");
        Assert.Equal((2, new TokenAuthority(["gpt-4o"], []), ReviewDecision.Nobody, reviewed), (inForce.Version, inForce.Uses, inForce.By, inForce.Reviewed));
        Assert.Equal(AgentState.Suspended, (await scene.Store.Agents.FindAsync("agt_stray", default))!.StateAt(scene.Clock.Now));
        Assert.Equal(AgentState.Working, (await scene.Store.Agents.FindAsync("agt_triager", default))!.StateAt(scene.Clock.Now));
        Assert.NotNull((await scene.Store.Reviews.FindAsync(campaign.Id, default))!.Closed);
    }

    [Fact]
    public async Task An_answer_that_was_kept_but_not_carried_out_is_carried_out_later_once()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Tool, ReviewKind.Agent), default);
        foreach (var name in new[] { "files/delete", "stray" })
        {
            // As if the process had died right after the answer was durable.
            Assert.True(await scene.Store.Reviews.AnswerAsync((await scene.ItemAsync(campaign, name)).Id, new(ReviewAnswer.Remove, "grace", scene.Clock.Now, "gone"), default));
        }

        await scene.Desk.ReconcileAsync(default);
        await scene.Desk.ReconcileAsync(default);
        Assert.Equal(("triage@2", "suspended"), ((await scene.ItemAsync(campaign, "files/delete")).Outcome, (await scene.ItemAsync(campaign, "stray")).Outcome));
        Assert.Equal(2, (await scene.InForceAsync("triage")).Version);
        Assert.Empty(await scene.Store.Reviews.UndoneAsync(10, default));
    }

    [Fact]
    public async Task Nobody_answers_for_others_twice_or_what_cannot_be()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool), default);
        var item = await scene.ItemAsync(campaign, "files/delete");
        await RefusedAsync(scene, item.Id, ReviewAnswer.Keep, "ada", forOthers: false);
        await RefusedAsync(scene, item.Id, ReviewAnswer.Narrow, "grace", forOthers: false);
        await RefusedAsync(scene, item.Id, ReviewAnswer.Remove, "grace", forOthers: false, reason: " ");
        await RefusedAsync(scene, item.Id, ReviewAnswer.Remove, "grace", forOthers: false, reason: new string('a', 501));
        await RefusedAsync(scene, "rvi_unknown", ReviewAnswer.Keep, "grace", forOthers: true);
        await RefusedAsync(scene, (await scene.ItemAsync(campaign, "claude-*")).Id, ReviewAnswer.Narrow, "grace", forOthers: false);
        Assert.Null((await scene.Store.Reviews.FindItemAsync(item.Id, default))!.Decision);

        await scene.Desk.ReassignAsync(item.Id, "ada", "maria", default);
        await scene.Desk.AnswerAsync(item.Id, ReviewAnswer.Keep, "", "Ada", forOthers: false, default);
        await RefusedAsync(scene, item.Id, ReviewAnswer.Remove, "ada", forOthers: false);
        await Assert.ThrowsAsync<InputException>(async () => await scene.Desk.ReassignAsync(item.Id, "grace", "maria", default));
    }

    [Fact]
    public async Task Of_many_who_answer_at_once_one_is_heard()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Tool), default);
        var item = await scene.ItemAsync(campaign, "files/delete");
        var heard = 0;
        await Parallel.ForAsync(0, 24, async (i, _) =>
        {
            try
            {
                await scene.Desk.AnswerAsync(item.Id, i % 2 == 0 ? ReviewAnswer.Keep : ReviewAnswer.Remove, "because", "grace", forOthers: false, default);
                Interlocked.Increment(ref heard);
            }
            catch (InputException)
            {
            }
        });
        Assert.Equal(1, heard);
        var answered = (await scene.Store.Reviews.FindItemAsync(item.Id, default))!;
        Assert.Equal(answered.Decision!.Answer == ReviewAnswer.Remove, !(await scene.InForceAsync("triage")).Uses!.Tools.Contains("files/delete"));
    }

    [Fact]
    public async Task An_answer_holds_on_whatever_version_is_in_force_by_then()
    {
        await using var scene = await SceneAsync();
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Tool), default);
        await scene.BlueprintAsync("triage", new(["gpt-4o"], ["files/delete", "mail/send"]));
        Assert.Equal("triage@3", (await AnswerAsync(scene, campaign, "files/delete", ReviewAnswer.Remove)).Outcome);
        Assert.Equal("was gone already", (await AnswerAsync(scene, campaign, "github/*", ReviewAnswer.Remove)).Outcome);
        Assert.Equal(["mail/send"], (await scene.InForceAsync("triage")).Uses!.Tools);
        await scene.Store.Registry.RetireBlueprintAsync((await scene.InForceAsync("triage")).Id, "ada", scene.Clock.Now, default);
        Assert.NotNull((await scene.Store.Reviews.FindAsync(campaign.Id, default))!.Closed);
    }

    [Fact]
    public async Task Somebody_who_left_is_not_asked()
    {
        await using var scene = await SceneAsync();
        await scene.Store.Console.DisableAccountAsync("acc_grace", "system", default);
        var campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Tool), default);
        Assert.Equal("ada", (await scene.ItemAsync(campaign, "files/delete")).Reviewer);
        await scene.Store.Console.DisableAccountAsync("acc_ada", "system", default);
        campaign = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Tool) with { By = "root" }, default);
        Assert.Equal("maria", (await scene.ItemAsync(campaign, "files/delete")).Reviewer);
    }

    [Fact]
    public async Task A_draft_that_asks_nothing_or_is_not_well_formed_is_refused()
    {
        await using var scene = await SceneAsync();
        foreach (var draft in new[]
        {
            scene.Draft() with { Title = " " },
            scene.Draft() with { Title = new string('t', 121) },
            scene.Draft() with { Title = "a\nb" },
            scene.Draft() with { AnswerWithin = TimeSpan.Zero },
            scene.Draft() with { AnswerWithin = TimeSpan.FromDays(93) },
            scene.Draft() with { Window = TimeSpan.FromMinutes(1) },
            scene.Draft() with { Blueprints = ["unknown"] },
        })
        {
            await Assert.ThrowsAsync<InputException>(async () => await scene.Desk.OpenAsync(draft, default));
        }

        Assert.Empty(await scene.Store.Reviews.CampaignsAsync(10, default));
        var unused = await scene.Desk.OpenAsync(scene.Draft() with { OnlyUnused = true }, default);
        Assert.Equal(["claude-*", "files/delete", ""], (await scene.Store.Reviews.ItemsAsync(unused.Id, default)).Select(i => i.Subject.Entry));
    }

    private static async Task<ReviewScene> SceneAsync()
    {
        var scene = await ReviewScene.OpenAsync();
        var blueprint = await scene.BlueprintAsync("triage", new(["gpt-4o", "claude-*"], ["github/*", "files/delete"]));
        await scene.AgentAsync("triager", blueprint);
        await scene.AgentAsync("stray", null, owner: "team-a@example.com");
        await scene.UseAsync("triager", ["gpt-4o", "github/get_issue", "github/get_issue", "github/list_issues"]);
        scene.Clock.Now += TimeSpan.FromDays(3);
        return scene;
    }

    private static async Task<ReviewItem> AnswerAsync(ReviewScene scene, Campaign campaign, string of, ReviewAnswer answer) =>
        await scene.Desk.AnswerAsync((await scene.ItemAsync(campaign, of)).Id, answer, answer == ReviewAnswer.Keep ? "" : "not needed", "grace", forOthers: false, default);

    private static Task<InputException> RefusedAsync(ReviewScene scene, string item, ReviewAnswer answer, string by, bool forOthers, string reason = "because") =>
        Assert.ThrowsAsync<InputException>(async () => await scene.Desk.AnswerAsync(item, answer, reason, by, forOthers, default));
}
