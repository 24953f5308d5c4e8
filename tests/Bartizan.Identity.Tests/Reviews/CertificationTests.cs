using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;
using Bartizan.Storage.Reviews;

namespace Bartizan.Identity.Tests.Reviews;

public sealed class CertificationTests
{
    [Fact]
    public async Task A_closed_review_is_proven_whole_and_an_open_one_is_not_certified()
    {
        await using var scene = await ReviewScene.OpenAsync();
        var campaign = await BeginAsync(scene);
        await Assert.ThrowsAsync<InputException>(async () => await Certification.MakeAsync(scene.Store, campaign.Id, default));
        await Assert.ThrowsAsync<InputException>(async () => await Certification.MakeAsync(scene.Store, "rev_unknown", default));
        var file = await FinishAsync(scene, campaign);

        var report = CertificationCheck.Check(file, scene.Store.Ledger.Key);
        Assert.Empty(report.Problems);
        Assert.Equal(("Fourth quarter", scene.Store.Ledger.Key.Name), (report.Title, report.Ledger));
        Assert.Equal(
            [("gpt-4o", "Keep", "grace", "stays"), ("files/read", "Keep", "ada", "stays"), ("files/delete", "Remove", ReviewDecision.Nobody, "triage@2")],
            report.Items.Select(i => (i.Entry, i.Answer, i.By, i.Outcome)));
    }

    [Fact]
    public async Task Nothing_can_be_changed_left_out_or_put_in_another_order()
    {
        await using var scene = await ReviewScene.OpenAsync();
        var file = await FinishAsync(scene, await BeginAsync(scene));
        var whole = JsonNode.Parse(file)!;
        var count = whole["events"]!.AsArray().Count;
        for (var i = 0; i < count; i++)
        {
            Refused(whole, e => e.RemoveAt(i), scene);
            Refused(whole, e => e.Add(e[i]!.DeepClone()), scene);
            Refused(whole, e => e[i]!["event"] = e[i]!["event"]!.GetValue<string>().Replace("grace", "maria", StringComparison.Ordinal) + " ", scene);
            Refused(whole, e => e[i]!["entry"] = e[i]!["entry"]!.GetValue<string>().Replace("source identity", "source console", StringComparison.Ordinal), scene);
            Refused(whole, e => e[i]!["index"] = e[i]!["index"]!.GetValue<long>() + 1, scene);
            Refused(whole, e => e[i]!["treeSize"] = e[i]!["treeSize"]!.GetValue<long>() + 1, scene);
            Refused(whole, e => e[i]!["path"]!.AsArray()[0] = Convert.ToBase64String(new byte[32]), scene);
            Refused(whole, e => e[i]!["path"]!.AsArray()[0] = "no base64", scene);
            Refused(whole, e => e[i]!["path"]!.AsArray()[0] = null, scene);
            Refused(whole, e => e[i]!["checkpoint"] = e[i]!["checkpoint"]!.GetValue<string>().Replace("\n\n", "\n \n", StringComparison.Ordinal), scene);
            Refused(whole, e => e[i]!["checkpoint"] = null, scene);
            if (i > 0)
            {
                Refused(
                    whole,
                    e =>
                    {
                        var one = e[i]!.DeepClone();
                        e[i] = e[i - 1]!.DeepClone();
                        e[i - 1] = one;
                    },
                    scene);
            }
        }
    }

    [Fact]
    public async Task Another_ledger_s_certification_of_the_same_review_is_not_this_one_s()
    {
        await using var one = await ReviewScene.OpenAsync();
        await using var other = await ReviewScene.OpenAsync();
        var file = await FinishAsync(one, await BeginAsync(one));
        Assert.Contains("another ledger", Assert.Single(CertificationCheck.Check(file, other.Store.Ledger.Key).Problems), StringComparison.Ordinal);
        var forged = JsonNode.Parse(file)!;
        forged["key"] = other.Store.Ledger.Key.ToString();
        Assert.NotEmpty(CertificationCheck.Check(Encoding.UTF8.GetBytes(forged.ToJsonString()), other.Store.Ledger.Key).Problems);
    }

    [Fact]
    public async Task A_review_of_the_greatest_size_with_namenames_is_kept_and_proven()
    {
        await using var scene = await ReviewScene.OpenAsync();
        var name = new string('n', 250);
        var evidence = new ReviewEvidence { From = scene.Clock.Now, Names = [.. Enumerable.Range(0, 16).Select(i => name + i)], NamesInAll = 16, Notes = [name] };
        var campaign = new Campaign { Id = "rev_large", Title = "Large", By = "maria", Created = scene.Clock.Now, From = scene.Clock.Now, Due = scene.Clock.Now };
        await scene.Store.Reviews.OpenAsync(
            campaign,
            [.. Enumerable.Range(0, Campaign.MostItems).Select(i => new ReviewItem
            {
                Id = $"rvi_{i:d5}", Campaign = campaign.Id, Subject = new ReviewSubject(ReviewKind.Tool, "bpt_gone", "gone", $"{name}{i}"), Reviewer = "grace", Evidence = evidence,
            })],
            default);
        await scene.Desk.ReconcileAsync(default);
        var report = CertificationCheck.Check((await Certification.MakeAsync(scene.Store, campaign.Id, default)).ToBytes(), scene.Store.Ledger.Key);
        Assert.Empty(report.Problems);
        Assert.Equal(Campaign.MostItems, report.Items.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"bartizan/certification/v1\",\"review\":\"r\",\"key\":\"\",\"events\":null}")]
    [InlineData("{\"format\":\"bartizan/certification/v1\",\"review\":\"r\",\"key\":\"x+00000000+AAAA\",\"events\":[null]}")]
    [InlineData("{\"format\":\"bartizan/certification/v2\",\"review\":\"r\",\"key\":\"\",\"events\":[]}")]
    public void What_is_no_certification_is_said_to_be_none(string text) =>
        Assert.NotEmpty(CertificationCheck.Check(Encoding.UTF8.GetBytes(text), null).Problems);

    private static void Refused(JsonNode whole, Action<JsonArray> change, ReviewScene scene)
    {
        var changed = whole.DeepClone();
        change(changed["events"]!.AsArray());
        Assert.NotEmpty(CertificationCheck.Check(JsonSerializer.SerializeToUtf8Bytes(changed), scene.Store.Ledger.Key).Problems);
    }

    private static async Task<Campaign> BeginAsync(ReviewScene scene)
    {
        var blueprint = await scene.BlueprintAsync("triage", new(["gpt-4o"], ["files/read", "files/delete"]));
        await scene.AgentAsync("a", blueprint);
        return await scene.Desk.OpenAsync(scene.Draft(ReviewKind.Model, ReviewKind.Tool), default);
    }

    private static async Task<byte[]> FinishAsync(ReviewScene scene, Campaign campaign)
    {
        await scene.Desk.AnswerAsync((await scene.ItemAsync(campaign, "gpt-4o")).Id, ReviewAnswer.Keep, "", "grace", forOthers: false, default);
        var read = await scene.ItemAsync(campaign, "files/read");
        await scene.Desk.ReassignAsync(read.Id, "ada", "maria", default);
        await scene.Desk.AnswerAsync(read.Id, ReviewAnswer.Keep, "the app reads", "ada", forOthers: false, default);
        scene.Clock.Now = campaign.Due;
        await scene.Desk.ReconcileAsync(default);
        return (await Certification.MakeAsync(scene.Store, campaign.Id, default)).ToBytes();
    }
}
