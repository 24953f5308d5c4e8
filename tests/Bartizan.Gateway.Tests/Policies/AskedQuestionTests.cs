using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Tests.Policies;

public sealed class AskedQuestionTests
{
    private static readonly string[] Labels = ["pii.email", "secret.generic", "injection", "test.word"];
    private static readonly string[] Names = ["to", "body", "user_id", "__entity", "__extn", "__", "line2"];

    [Fact]
    public void A_question_is_read_back_as_it_was_asked()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var asked = Exchange(random, ["to", "body", "user_id"]);
            var record = Recorded(asked);
            var questions = new RecordedQuestions(record, new RecordedAgent(record), RecordedBlueprints.None);
            foreach (var (question, decision) in asked.Zip(record.Decisions))
            {
                var again = questions.Next(decision.Action, decision.Asked!);
                Assert.Equal(question.Question.Request.Principal, again.Request.Principal);
                Assert.Equal(question.Question.Request.Action, again.Request.Action);
                Assert.Equal(question.Question.Request.Resource, again.Request.Resource);
                Assert.True(question.Question.Request.Context.Equals(again.Request.Context), $"{seed}\n{question.Question.Request.Context}\n{again.Request.Context}");
                Assert.Equal(question.Findings.Select(f => f.Label).Distinct(), decision.Asked!.Labels ?? []);
                Assert.Equal(question.GuardFailed, decision.Asked.GuardFailed == true);
            }
        }
    }

    [Fact]
    public void Names_that_must_not_be_kept_become_numbers_and_the_rest_stays()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var asked = Exchange(new Random(seed), Names);
            var record = Recorded(asked);
            var questions = new RecordedQuestions(record, new RecordedAgent(record), RecordedBlueprints.None);
            foreach (var (question, decision) in asked.Zip(record.Decisions))
            {
                var (before, after) = (question.Question.Request.Context, questions.Next(decision.Action, decision.Asked!).Request.Context);
                Assert.Equal(before.Fields.Select(f => f.Key).Order(), after.Fields.Select(f => f.Key).Order());
                Assert.All(before.Fields, f => Assert.Equal(Count(f.Value), Count(after.TryGet(f.Key, out var value) ? value : null)));
                Assert.DoesNotContain("__", decision.Asked!.Context is { } json ? JsonDocument.Parse(json.Utf8).RootElement.GetRawText() : "", StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_secret_given_as_an_argument_s_name_is_not_kept()
    {
        var secret = "AKIA" + "Z7Q2PM4XW5RT3LKD";
        var context = Call(new Random(1), [secret, "to"], ["secret.aws-access-key"]);
        var question = new PolicyQuestion(new AuthorizationRequest(new("Agent", "a"), PolicyQuestion.CallToolAction, new("Tool", "t"), context), EntityStore.Empty);
        var asked = AskedQuestions.Of(question, [Found("secret.aws-access-key")], guardFailed: false);
        var json = JsonSerializer.Serialize(new Decision { Verdict = Verdict.Block, Action = "callTool", Policies = [], Asked = asked }, EventJsonContext.Default.Decision);
        Assert.DoesNotContain(secret, json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_question_takes_almost_no_room()
    {
        var asked = AskedQuestions.Of(new(new(new("Agent", "a"), PolicyQuestion.InvokeModelAction, new("Model", "m"), Message("request", [], [], false)), EntityStore.Empty), [], false);
        Assert.Same(AskedQuestion.Plain, asked);
        Assert.Equal("{}", JsonSerializer.Serialize(asked, EventJsonContext.Default.AskedQuestion));
    }

    private static int Count(CedarValue? value) => value switch { CedarSet set => set.Count, CedarRecord record => record.Count, null => -1, _ => 1 };

    private static List<(PolicyQuestion Question, IReadOnlyList<Finding> Findings, bool GuardFailed)> Exchange(Random random, string[] names)
    {
        var tools = random.Next(2) == 0 ? [] : new[] { "get_weather", "send_email" };
        var hides = random.Next(4) == 0;
        var list = new List<(PolicyQuestion, IReadOnlyList<Finding>, bool)> { Ask("invokeModel", new EntityUid("Model", "m"), Message("request", Pick(random, Labels), tools, hides), null) };
        var first = list[0].Item1.Request.Context;
        if (random.Next(4) > 0)
        {
            list.Add(Ask("returnAnswer", new EntityUid("Model", "m"), Message("response", Pick(random, Labels), tools, hides), first));
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            list.Add(Ask("callTool", new EntityUid("Tool", "send \"mail\""), Call(random, names, Pick(random, Labels), tools, hides), first));
        }

        return list;

        (PolicyQuestion, IReadOnlyList<Finding>, bool) Ask(string action, EntityUid resource, CedarRecord context, CedarRecord? told)
        {
            // What is found decides the labels in the context; odd contexts, as of questions yet to be invented, must survive too.
            List<Finding> findings = [.. Pick(random, Labels).Select(Found)];
            var fields = context.Fields.Where(_ => random.Next(12) > 0).ToDictionary();
            if (random.Next(2) == 0)
            {
                fields["labels"] = LabelSets.FamiliesOf([.. findings.Select(f => f.Label)]);
            }

            if (random.Next(8) == 0)
            {
                fields["later"] = new CedarLong(random.Next(3));
            }

            return (new(new(new("Agent", "agt_1"), new("Action", action), resource, new CedarRecord(fields)), EntityStore.Empty, told), findings, random.Next(5) == 0);
        }
    }

    private static CedarRecord Message(string direction, IReadOnlyList<string> labels, string[] tools, bool hides) => new((KeyValuePair<string, CedarValue>[])
    [
        new("dialect", new CedarString("openai-chat")),
        new("stream", CedarBool.False),
        new("direction", new CedarString(direction)),
        new("labels", LabelSets.FamiliesOf(labels)),
        new("untrustedLabels", labels.Count > 2 ? LabelSets.FamiliesOf(labels) : CedarSet.Empty),
        new("injection", new CedarLong(labels.Count > 1 ? 950 : 0)),
        new("tools", CedarSet.OfStrings(tools)),
        new("hidesContext", CedarBool.Of(hides)),
        new("budget", PolicyQuestion.FullBudget),
        new("sensitivity", SensitivityContext.Of(labels.Count > 1 ? Sensitivity.Confidential : Sensitivity.Public)),
        new("actsFor", labels.Count > 1 ? CedarSet.OfStrings(["agt_other"]) : CedarSet.Empty),
        new("purposes", labels.Count > 1 ? CedarSet.OfStrings(["refund order 17"]) : CedarSet.Empty),
        new("agentName", new CedarString("Bot")),
    ]);

    private static CedarRecord Call(Random random, string[] names, IReadOnlyList<string> labels, string[]? tools = null, bool hides = false) => new((KeyValuePair<string, CedarValue>[])
    [
        .. Message("response", labels, tools ?? [], hides).Fields,
        new("tool", new CedarString("send \"mail\"")),
        new("model", new CedarString("m")),
        new("untrusted", CedarBool.Of(random.Next(2) == 0)),
        new("privateData", CedarBool.Of(random.Next(2) == 0)),
        new("canSend", CedarBool.Of(random.Next(2) == 0)),
        new("origins", new CedarRecord(names.Select(n => KeyValuePair.Create(n, (CedarValue)new CedarString("model"))))),
        new("userArguments", CedarSet.OfStrings(Pick(random, names))),
        new("userTargets", CedarSet.OfStrings(Pick(random, names))),
        new("untrustedArguments", CedarSet.OfStrings(Pick(random, names))),
        new("untrustedTargets", CedarSet.OfStrings(Pick(random, names))),
        new("privateArguments", CedarSet.OfStrings(Pick(random, names))),
    ]);

    private static List<string> Pick(Random random, string[] from) => [.. from.Where(_ => random.Next(3) == 0)];

    private static Finding Found(string label) => new() { Label = label, Score = 0.9, Segment = 0, Start = 0, Length = 1, Reason = "It is there.", Inspector = "test" };

    // Through JSON, as the log keeps it.
    private static ExchangeRecord Recorded(List<(PolicyQuestion Question, IReadOnlyList<Finding> Findings, bool GuardFailed)> asked)
    {
        var record = new ExchangeRecord
        {
            Id = "exc_1",
            Time = DateTimeOffset.UnixEpoch,
            Agent = "agt_1",
            AgentName = "Bot",
            Dialect = "openai-chat",
            Route = "POST /x",
            Model = "m",
            Status = 200,
            Verdict = Verdict.Allow,
            Decisions = [.. asked.Select(a => new Decision
            {
                Verdict = Verdict.Allow,
                Action = a.Question.Request.Action.Id,
                Policies = [],
                Asked = AskedQuestions.Of(a.Question, a.Findings, a.GuardFailed),
            })],
        };
        return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(record, EventJsonContext.Default.ExchangeRecord), EventJsonContext.Default.ExchangeRecord)!;
    }
}
