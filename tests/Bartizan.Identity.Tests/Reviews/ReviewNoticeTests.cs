using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Reviews;

namespace Bartizan.Identity.Tests.Reviews;

/// <summary>Whom something waits for is told once, and once more before it is due; the sinks carry what stands in the log.</summary>
public sealed class ReviewNoticeTests
{
    private static readonly TimeSpan Remind = TimeSpan.FromDays(2);

    [Fact]
    public async Task Each_person_is_told_once_a_review_and_not_what_is_asked()
    {
        await using var scene = await SceneAsync();
        var review = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool), default);
        Assert.Equal([$"review.waiting grace 2 {review.Id}", $"review.waiting ada 1 {review.Id}"], await ToldAsync(scene));
        Assert.All(await NoticesAsync(scene), n => Assert.Equal(["due", "questions", "review", "reviewer", "title"], n.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)));
        // Certificates are about facts; who was told is none.
        Assert.Equal(4, (await scene.Store.Reviews.EventsAsync(review.Id, default)).Count);
    }

    [Fact]
    public async Task Whoever_is_asked_instead_is_told_too_unless_they_were()
    {
        await using var scene = await SceneAsync();
        var review = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool), default);
        var items = await scene.Store.Reviews.ItemsAsync(review.Id, default);
        foreach (var (item, reviewer) in items.Zip(["maria", "Maria", "ADA"]))
        {
            await scene.Desk.ReassignAsync(item.Id, reviewer, "maria", default);
        }

        Assert.Equal(["review.waiting grace 2", "review.waiting ada 1", "review.waiting maria 1"], (await ToldAsync(scene)).Select(t => t[..t.LastIndexOf(' ')]));
    }

    [Fact]
    public async Task Only_those_who_did_not_answer_are_reminded_once_in_the_last_days()
    {
        await using var scene = await SceneAsync();
        var review = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool), default);
        var items = await scene.Store.Reviews.ItemsAsync(review.Id, default);
        await scene.Desk.AnswerAsync(items.First(i => i.Reviewer == "grace").Id, ReviewAnswer.Keep, "", "grace", forOthers: false, default);
        await scene.Desk.AnswerAsync(items.Single(i => i.Reviewer == "ada").Id, ReviewAnswer.Keep, "", "ada", forOthers: false, default);
        Assert.Equal(0, await scene.Store.Reviews.RemindAsync(review.Due - Remind - TimeSpan.FromSeconds(1), Remind, default));
        Assert.Equal(1, await scene.Store.Reviews.RemindAsync(review.Due - Remind, Remind, default));
        Assert.Equal(0, await scene.Store.Reviews.RemindAsync(review.Due - TimeSpan.FromSeconds(1), Remind, default));
        Assert.Equal($"review.due-soon grace 1 {review.Id}", (await ToldAsync(scene))[^1]);
    }

    [Fact]
    public async Task Nobody_is_reminded_of_a_short_review_before_half_of_its_time_nor_of_one_that_is_due_or_closed()
    {
        await using var scene = await SceneAsync();
        var begun = scene.Clock.Now;
        var review = await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model) with { AnswerWithin = TimeSpan.FromHours(1) }, default);
        Assert.Equal(0, await scene.Store.Reviews.RemindAsync(begun.AddMinutes(29), Remind, default));
        Assert.Equal(0, await scene.Store.Reviews.RemindAsync(review.Due, Remind, default));
        Assert.Equal(2, await scene.Store.Reviews.RemindAsync(begun.AddMinutes(30), Remind, default));

        await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Tool) with { AnswerWithin = TimeSpan.FromHours(1) }, default);
        scene.Clock.Now = begun.AddHours(2);
        await scene.Desk.ReconcileAsync(default);
        Assert.Equal(0, await scene.Store.Reviews.RemindAsync(begun.AddMinutes(59), Remind, default));
    }

    private static async Task<ReviewScene> SceneAsync()
    {
        var scene = await ReviewScene.OpenAsync();
        await scene.BlueprintAsync("one", new TokenAuthority(["gpt-4o"], ["wiki/search"]));
        await scene.BlueprintAsync("two", new TokenAuthority(["claude"], []), sponsor: "ada");
        return scene;
    }

    private static async Task<List<string>> ToldAsync(ReviewScene scene) =>
        [.. (await EventsAsync(scene)).Select(e => $"{e.Kind} {e.Json.GetProperty("reviewer")} {e.Json.GetProperty("questions")} {e.Json.GetProperty("review")}")];

    private static async Task<List<JsonElement>> NoticesAsync(ReviewScene scene) => [.. (await EventsAsync(scene)).Select(e => e.Json)];

    private static async Task<List<(string Kind, JsonElement Json)>> EventsAsync(ReviewScene scene) =>
        [.. (await scene.Store.Events.ReadAsync(0, 1_000, default)).Where(e => e.Event.Kind is "review.waiting" or "review.due-soon").Select(e => (e.Event.Kind, JsonDocument.Parse(e.Event.Json).RootElement))];
}
