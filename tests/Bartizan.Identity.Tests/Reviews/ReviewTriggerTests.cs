using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Tools;
using Bartizan.Identity.Reviews;

namespace Bartizan.Identity.Tests.Reviews;

public sealed class ReviewTriggerTests
{
    [Fact]
    public async Task A_changed_tool_is_asked_about_once_wherever_it_may_be_used()
    {
        await using var scene = await SceneAsync();
        await ChangeAsync(scene, "1", "2");
        Assert.Equal(1, await scene.Triggers.RunAsync(default));
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
        var campaign = Assert.Single(await scene.Store.Reviews.CampaignsAsync(10, default)).Campaign;
        Assert.Equal(("Tool github/get_issue changed", ReviewTriggers.By, scene.Clock.Now.AddDays(14)), (campaign.Title, campaign.By, campaign.Due));
        var item = Assert.Single(await scene.Store.Reviews.ItemsAsync(campaign.Id, default));
        Assert.Equal(("github/*", "grace"), (item.Subject.Entry, item.Reviewer));
        Assert.StartsWith("The definition of its tool changed", item.Evidence.Notes[0], StringComparison.Ordinal);

        // Changed again while people are asked, it is not asked about once more; afterwards it is.
        await ChangeAsync(scene, "2", "3");
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
        await scene.Desk.AnswerAsync(item.Id, ReviewAnswer.Keep, "", "grace", forOthers: false, default);
        Assert.Equal(1, await scene.Triggers.RunAsync(default));
    }

    [Fact]
    public async Task A_server_that_changes_everything_cannot_ask_without_end()
    {
        await using var scene = await SceneAsync();
        for (var i = 0; i < ReviewTriggers.MostOpen + 20; i++)
        {
            await ChangeAsync(scene, "1", "2", $"tool{i}");
        }

        Assert.Equal(ReviewTriggers.MostOpen, await scene.Triggers.RunAsync(default));
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
    }

    [Fact]
    public async Task A_model_that_another_upstream_answers_is_asked_about_once()
    {
        await using var scene = await SceneAsync();
        await scene.UseAsync("triager", ["gpt-4o"]);
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
        // One that only stands in for another, or shares the work with it, is none that the model moved to.
        foreach (var (hours, upstream) in new[] { (24, "stand-in"), (0.5, "stand-in"), (3, "first"), (1, "stand-in"), (24, "second") })
        {
            scene.Clock.Now += TimeSpan.FromHours(hours);
            await scene.UseAsync("triager", ["gpt-4o"], upstream);
            Assert.Equal(0, await scene.Triggers.RunAsync(default));
        }

        scene.Clock.Now += TimeSpan.FromMinutes(61);
        await scene.UseAsync("triager", ["gpt-4o"], upstream: "second");
        Assert.Equal(1, await scene.Triggers.RunAsync(default));
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
        var campaign = Assert.Single(await scene.Store.Reviews.CampaignsAsync(10, default)).Campaign;
        var item = Assert.Single(await scene.Store.Reviews.ItemsAsync(campaign.Id, default));
        Assert.Equal(("Model gpt-4o is served by second", "gpt-4o"), (campaign.Title, item.Subject.Entry));
        Assert.Contains("before it was first", item.Evidence.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_an_owner_leaves_somebody_else_is_asked_about_their_agents()
    {
        await using var scene = await SceneAsync();
        await scene.AgentAsync("alone", null, owner: "grace");
        await scene.AgentAsync("other", null, owner: "nobody@example.com");
        await scene.Store.Console.DisableAccountAsync("acc_grace", "system", default);
        Assert.Equal(1, await scene.Triggers.RunAsync(default));
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
        var campaign = Assert.Single(await scene.Store.Reviews.CampaignsAsync(10, default)).Campaign;
        Assert.Equal(
            [("triager", "ada"), ("alone", "maria")], (await scene.Store.Reviews.ItemsAsync(campaign.Id, default)).Select(i => (i.Subject.Name, i.Reviewer)).OrderByDescending(i => i.Name));
    }

    [Fact]
    public async Task Nothing_begins_where_triggers_are_off()
    {
        await using var scene = await SceneAsync(new ReviewOptions { Triggers = false });
        await ChangeAsync(scene, "1", "2");
        Assert.Equal(0, await scene.Triggers.RunAsync(default));
    }

    private static async Task<ReviewScene> SceneAsync(ReviewOptions? options = null)
    {
        var scene = await ReviewScene.OpenAsync(options);
        var blueprint = await scene.BlueprintAsync("triage", new(["gpt-4o"], ["github/*", "files/read"]));
        await scene.AgentAsync("triager", blueprint);
        return scene;
    }

    private static async Task ChangeAsync(ReviewScene scene, string from, string to, string tool = "get_issue")
    {
        var before = await scene.Store.ToolPins.FindAsync("github", tool, default);
        var definition = Definition(from);
        if (before is null)
        {
            before = new ToolPin { Server = "github", Name = tool, State = ToolPinState.Approved, Approved = definition, ApprovedBy = "first use", ApprovedAt = scene.Clock.Now, Seen = definition, SeenAt = scene.Clock.Now };
            Assert.True(await scene.Store.ToolPins.SightAsync(null, before, scene.Clock.Now, default));
        }

        var after = before with { State = ToolPinState.Suspended, Reason = "Its definition changed.", Seen = Definition(to), SeenAt = scene.Clock.Now };
        Assert.True(await scene.Store.ToolPins.SightAsync(before, after, scene.Clock.Now, default));
    }

    private static ToolDefinition Definition(string version) => new(new string(version[0], 64), $$"""{"name":"get_issue","version":"{{version}}"}""");
}
