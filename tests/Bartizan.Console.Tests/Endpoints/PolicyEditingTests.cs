using System.Text.Json;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Exchanges;
using Bartizan.Policy.Analysis.Diffs;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class PolicyEditingTests
{
    private const string Stricter = TestConsole.Policies + "\n\n@id(\"no-people\")\nforbid (principal, action == Action::\"invokeModel\", resource)\nwhen { context.labels.contains(\"pii\") };\n";
    private const string Wider = "@id(\"ask\")\n@redact(\"pii.*\")\npermit (principal, action == Action::\"invokeModel\", resource);\n";

    [Fact]
    public async Task Files_are_listed_with_their_version_and_say_why_they_cannot_be_saved()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        Desk(console).Hindrance = "Saving is off.";

        var list = await browser.GetAsync<PolicyFileList>("/api/policies/files");

        var file = Assert.Single(list.Items);
        Assert.Equal((TestDesk.FileId, TestConsole.Policies, false), (file.Id, file.Text, file.Managed));
        Assert.Equal(64, file.Version.Length);
        Assert.Equal("Saving is off.", list.Hindrance);
    }

    [Fact]
    public async Task A_draft_is_checked_as_it_would_be_loaded_with_places_for_every_mistake()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var clean = await CheckAsync(browser, Stricter);
        var broken = await CheckAsync(browser, "permit (principal, action, resource);\npermit (");
        var misspelt = await CheckAsync(browser, "@id(\"x\") permit (principal, action == Action::\"invokeModel\", resource)\nwhen { context.lables.contains(\"a\") };");
        var twice = await CheckAsync(browser, "@id(\"ask\") permit (principal, action, resource);", "policies/other.cedar");

        Assert.Equal((true, 3), (clean.Loadable, clean.Policies));
        Assert.Empty(clean.Problems);
        Assert.Equal((false, 2), (broken.Loadable, Assert.Single(broken.Problems).Line));
        Assert.Equal((true, 2, 8, true), (misspelt.Loadable, misspelt.Problems[0].Line, misspelt.Problems[0].Column, misspelt.Problems[0].IsError));
        Assert.Contains("labels", misspelt.Problems[0].Fix + misspelt.Problems[0].What, StringComparison.Ordinal);
        Assert.False(twice.Loadable);
        Assert.Contains("used twice", twice.Problems[^1].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policies/../../etc/passwd.cedar")]
    [InlineData("policies//etc/x.cedar")]
    [InlineData("../x.cedar")]
    [InlineData("policies/.hidden.cedar")]
    [InlineData("policies/x.yaml")]
    [InlineData("policies/x.cedar\n")]
    [InlineData("policies/sub/x.cedar")]
    [InlineData("policies/x\u0000.cedar")]
    [InlineData("policies/..\\x.cedar")]
    [InlineData("")]
    public async Task No_other_path_is_ever_a_policy_file(string id)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var draft = new PolicyDraft(id, Stricter);

        foreach (var (path, body) in new (string, object)[]
        {
            ("check", draft), ("run-tests", new RunPolicyTests(draft, "x")), ("reviews", new StartReview(draft)), ("save", new SavePolicies(draft, null, "rev_1", true, "because")),
        })
        {
            var problem = await Browser.ProblemAsync(await browser.PostAsync($"/api/policies/{path}", body));
            Assert.Equal(("bad-field", "draft.file"), (problem.Code, problem.Where));
        }

        Assert.Single(Directory.GetFileSystemEntries(Desk(console).Folder));
    }

    [Fact]
    public async Task A_huge_text_is_refused_before_anything_reads_it()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        var large = new PolicyDraft(TestDesk.FileId, new string(' ', (1 << 18) + 1));

        Assert.Equal("draft.text", (await Browser.ProblemAsync(await browser.PostAsync("/api/policies/check", large))).Where);
        Assert.Equal("draft.text", (await Browser.ProblemAsync(await browser.PostAsync("/api/policies/reviews", new StartReview(large)))).Where);
        Assert.Equal("after", (await Browser.ProblemAsync(await browser.PostAsync("/api/policies/reviews", new StartReview(null, null, large.Text)))).Where);
        Assert.Equal("tests", (await Browser.ProblemAsync(await browser.PostAsync("/api/policies/run-tests", new RunPolicyTests(new(TestDesk.FileId, ""), large.Text)))).Where);
    }

    [Fact]
    public async Task Tests_run_against_the_draft()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var passed = await browser.PostAsync<PolicyTestRun>("/api/policies/run-tests", new RunPolicyTests(new(TestDesk.FileId, Stricter), "one"));
        var failed = await browser.PostAsync<PolicyTestRun>("/api/policies/run-tests", new RunPolicyTests(new(TestDesk.FileId, ""), "one"));
        var wrong = await Browser.ProblemAsync(await browser.PostAsync("/api/policies/run-tests", new RunPolicyTests(new(TestDesk.FileId, ""), "")));

        Assert.Empty(Assert.Single(passed.Results).Differences);
        Assert.NotEmpty(Assert.Single(failed.Results).Differences);
        Assert.Equal("tests", wrong.Where);
    }

    [Fact]
    public async Task A_review_says_what_is_newly_allowed_with_examples()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        await console.RecordAsync(Asked(console, 1, "secret", "secret.aws-access-key"));
        await console.RecordAsync(Asked(console, 2));

        var wider = await ReviewAsync(browser, new StartReview(new PolicyDraft(TestDesk.FileId, Wider)));
        var stricter = await ReviewAsync(browser, new StartReview(new PolicyDraft(TestDesk.FileId, Stricter)));
        var texts = await ReviewAsync(browser, new StartReview(null, "forbid (principal, action, resource);", Wider));

        Assert.Equal((2, 1), (wider.Decisions.Values.Sum(), wider.Decisions[AnswerChange.NewlyAllowed]));
        Assert.Equal((AnswerChange.NewlyAllowed, $"exc_{1:d26}"), (wider.Groups[0].Change, wider.Groups[0].Examples[0]));
        Assert.NotEmpty(wider.Widens);
        Assert.Equal("no-secrets", Assert.Single(wider.Changes).Before?.Id);
        Assert.Empty(stricter.Widens);
        Assert.Equal(2, texts.Decisions[AnswerChange.NewlyAllowed]);
    }

    [Fact]
    public async Task Thousands_of_policies_in_a_draft_do_not_make_thousands_of_lines_for_each_answer()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        await console.RecordAsync(Asked(console, 1));
        var many = string.Concat(Enumerable.Repeat("permit (principal, action, resource);", 3_000));
        var chain = $"permit (principal, action, resource) when {{ {string.Concat(Enumerable.Repeat("context.labels.contains(\"a\") && ", 5_000))} true }};";

        var review = await ReviewAsync(browser, new StartReview(null, "", many));
        var long1 = await ReviewAsync(browser, new StartReview(null, "", chain));

        Assert.All(review.Differing, d => Assert.True(d.After.Policies.Count <= 50 && d.After.PolicyCount == 3_000));
        Assert.All(review.Groups, g => Assert.True(g.After.Count <= 20));
        Assert.All(long1.Differing, d => Assert.All(d.After.Policies, p => Assert.True(p.Condition.Length <= 4_001)));
    }

    [Theory]
    [InlineData("@id(\"new\") permit (principal == Agent::\"agt_of_tomorrow\", action == Action::\"callTool\", resource == Tool::\"not-yet-there\");")]
    [InlineData("@id(\"new\") permit (principal, action == Action::\"attestInstance\", resource);")]
    [InlineData("@id(\"new\") permit (principal, action == Action::\"callTool\", resource) when { principal.hasTag(\"team\") && principal.getTag(\"team\") == \"nobody-yet\" };")]
    public async Task What_the_inventory_does_not_hold_yet_needs_a_confirmation_too(string policy)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var result = await ReviewAsync(browser, new StartReview(new PolicyDraft(TestDesk.FileId, $"{TestConsole.Policies}\n{policy}")));

        Assert.Contains(result.Widens, w => w.Contains("to come: new.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Masks_that_go_need_a_confirmation_though_nothing_is_newly_allowed()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        var result = await ReviewAsync(browser, new StartReview(new PolicyDraft(TestDesk.FileId, TestConsole.Policies.Replace("@redact(\"pii.*\")\n", "", StringComparison.Ordinal))));

        Assert.Contains(result.Widens, w => w.Contains("masks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reviewed_draft_is_saved_whole_and_stands_in_the_ledger_with_both_digests()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);
        var (draft, version, review) = await PrepareAsync(browser, Stricter);

        var saved = await browser.PostAsync<PoliciesSaved>("/api/policies/save", new SavePolicies(draft, version, review, false, " stops names "));

        Assert.Equal(Stricter, await File.ReadAllTextAsync(Desk(console).PathOf("test.cedar")));
        Assert.Single(Directory.GetFileSystemEntries(Desk(console).Folder));
        Assert.Equal(saved.Version, (await browser.GetAsync<PolicyFileList>("/api/policies/files")).Items[0].Version);
        var fact = (await EventsAsync(console, "policies.saved")).Single().GetProperty("fact");
        Assert.Equal((version, saved.Version, "stops names"), (fact.GetProperty("before").GetString(), fact.GetProperty("after").GetString(), fact.GetProperty("reason").GetString()));
        Assert.DoesNotContain("no-people", fact.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_saved_without_a_review_of_just_that_text_on_just_these_files()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var (draft, version, review) = await PrepareAsync(browser, Stricter);
        Task<Problem> TryAsync(SavePolicies body) => ProblemAsync(browser, body);

        Assert.Equal("review", (await TryAsync(new(draft, version, "rev_none", true, "x"))).Where);
        Assert.Equal("review", (await TryAsync(new(draft with { Text = Stricter + " " }, version, review, true, "x"))).Where);
        Assert.Equal("review", (await TryAsync(new(draft with { File = "policies/new.cedar", Text = "" }, null, review, true, "x"))).Where);
        Assert.Equal("version", (await TryAsync(new(draft, null, review, true, "x"))).Where);
        Assert.Equal("reason", (await TryAsync(new(draft, version, review, true, " "))).Where);
        await File.WriteAllTextAsync(Desk(console).PathOf("other.cedar"), "");
        Assert.Equal("review", (await TryAsync(new(draft, version, review, true, "x"))).Where);
        File.Delete(Desk(console).PathOf("other.cedar"));
        await File.AppendAllTextAsync(Desk(console).PathOf("test.cedar"), "// mine");
        Assert.Equal("version", (await TryAsync(new(draft, version, review, true, "x"))).Where);
        Assert.EndsWith("// mine", await File.ReadAllTextAsync(Desk(console).PathOf("test.cedar")), StringComparison.Ordinal);
        Assert.Empty(await EventsAsync(console, "policies.saved"));
    }

    [Fact]
    public async Task What_widens_is_saved_only_when_it_is_confirmed_and_what_is_not_loaded_never()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        await console.RecordAsync(Asked(console, 1, "secret"));
        var (draft, version, review) = await PrepareAsync(browser, Wider);

        var refused = await ProblemAsync(browser, new(draft, version, review, false, "x"));
        var broken = await ProblemAsync(browser, new(draft with { Text = "permit (" }, version, review, true, "x"));
        await browser.PostAsync<PoliciesSaved>("/api/policies/save", new SavePolicies(draft, version, review, true, "x"));

        Assert.Equal(("conflict", "acceptWidening"), (refused.Code, refused.Where));
        Assert.Equal(("bad-input", "draft.text"), (broken.Code, broken.Where));
        Assert.NotEqual(0, (await EventsAsync(console, "policies.saved")).Single().GetProperty("fact").GetProperty("widens").GetArrayLength());
    }

    [Fact]
    public async Task A_file_that_another_program_manages_is_left_alone_and_so_is_all_where_saving_is_off()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var (draft, version, review) = await PrepareAsync(browser, Stricter);
        var (path, real) = (Desk(console).PathOf("test.cedar"), Desk(console).PathOf("..data"));
        File.Move(path, real);
        File.CreateSymbolicLink(path, real);

        Assert.True((await browser.GetAsync<PolicyFileList>("/api/policies/files")).Items[0].Managed);
        Assert.Equal("draft.file", (await ProblemAsync(browser, new(draft, version, review, true, "x"))).Where);
        Desk(console).Hindrance = "Saving is off.";
        Assert.Equal("Saving is off.", (await ProblemAsync(browser, new(draft, version, review, true, "x"))).Fix);
        Assert.Equal(TestConsole.Policies, await File.ReadAllTextAsync(real));
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_said_and_the_ledger_knows_that_nothing_was_saved()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        Desk(console).NewFilesGoTo = Path.Combine(Desk(console).Folder, "gone");
        var draft = new PolicyDraft("policies/new.cedar", Stricter.Replace("\"ask\"", "\"ask2\"", StringComparison.Ordinal).Replace("\"no-secrets\"", "\"no-secrets2\"", StringComparison.Ordinal));
        var review = await StartAsync(browser, new StartReview(draft));

        var problem = await ProblemAsync(browser, new(draft, null, review.Id, true, "x"));

        Assert.Equal(("conflict", "draft.file"), (problem.Code, problem.Where));
        Assert.Single(await EventsAsync(console, "policies.saved"));
        Assert.Single(await EventsAsync(console, "policies.not-saved"));
    }

    [Fact]
    public async Task Two_who_save_at_once_do_not_lose_each_others_work()
    {
        await using var console = await TestConsole.StartAsync();
        using var one = await console.SignInAsync(Role.Admin);
        using var two = await console.SignInAsync(Role.Architect);
        var (mine, version, first) = await PrepareAsync(one, Stricter);
        var (theirs, _, second) = await PrepareAsync(two, Stricter + "// theirs");

        var answers = await Task.WhenAll(
            one.PostAsync("/api/policies/save", new SavePolicies(mine, version, first, true, "x")),
            two.PostAsync("/api/policies/save", new SavePolicies(theirs, version, second, true, "x")));

        Assert.Equal([200, 409], answers.Select(a => (int)a.StatusCode).Order());
        Assert.Single(await EventsAsync(console, "policies.saved"));
    }

    [Fact]
    public async Task A_new_file_is_made_beside_the_others()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var draft = new PolicyDraft("policies/more.cedar", "@id(\"none\") forbid (principal, action == Action::\"callTool\", resource);");
        var review = await StartAsync(browser, new StartReview(draft));

        await browser.PostAsync<PoliciesSaved>("/api/policies/save", new SavePolicies(draft, null, review.Id, true, "x"));

        Assert.Equal(["policies/more.cedar", TestDesk.FileId], (await browser.GetAsync<PolicyFileList>("/api/policies/files")).Items.Select(f => f.Id));
    }

    [Fact]
    public async Task The_text_of_policies_stands_in_no_log()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);

        await CheckAsync(browser, "permit (principal == \"zanzibar\"");
        await browser.PostAsync("/api/policies/reviews", new StartReview(new PolicyDraft(TestDesk.FileId, "zanzibar")));

        Assert.DoesNotContain(console.Log.Lines, l => l.Contains("zanzibar", StringComparison.Ordinal));
    }

    private static TestDesk Desk(TestConsole console) => console.Services.GetRequiredService<TestDesk>();

    // As a gateway of today records it: the whole question.
    private static ExchangeRecord Asked(TestConsole console, int number, params string[] labels)
    {
        var exchange = Traffic.Exchange(console, number, labels.Length > 0 ? Verdict.Block : Verdict.Allow);
        return exchange with { Owner = "ada", Decisions = [exchange.Decisions[0] with { Asked = new AskedQuestion { Labels = labels } }] };
    }

    private static Task<PolicyCheckView> CheckAsync(Browser browser, string text, string file = TestDesk.FileId) =>
        browser.PostAsync<PolicyCheckView>("/api/policies/check", new PolicyDraft(file, text));

    private static async Task<(PolicyDraft Draft, string Version, string Review)> PrepareAsync(Browser browser, string text)
    {
        var draft = new PolicyDraft(TestDesk.FileId, text);
        var version = (await browser.GetAsync<PolicyFileList>("/api/policies/files")).Items.Single(f => f.Id == draft.File).Version;
        return (draft, version, (await StartAsync(browser, new StartReview(draft))).Id);
    }

    private static async Task<PolicyReviewResult> ReviewAsync(Browser browser, StartReview body) => (await StartAsync(browser, body)).Result!;

    private static async Task<PolicyReviewView> StartAsync(Browser browser, StartReview body)
    {
        var review = await browser.PostAsync<PolicyReviewView>("/api/policies/reviews", body);
        while (review.State is ReviewState.Waiting or ReviewState.Running)
        {
            await Task.Delay(20);
            review = await browser.GetAsync<PolicyReviewView>($"/api/policies/reviews/{review.Id}");
        }

        Assert.Equal(ReviewState.Done, review.State);
        return review;
    }

    private static async Task<Problem> ProblemAsync(Browser browser, SavePolicies body) => await Browser.ProblemAsync(await browser.PostAsync("/api/policies/save", body));

    private static async Task<List<JsonElement>> EventsAsync(TestConsole console, string kind) =>
        [.. (await console.Store.Events.ReadAsync(0, 1_000, default)).Where(e => e.Event.Kind == kind).Select(e => JsonDocument.Parse(e.Event.Json).RootElement)];
}
