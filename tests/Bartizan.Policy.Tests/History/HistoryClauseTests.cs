using Bartizan.Core.Results;
using Bartizan.Policy.Analysis.Cases;
using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Tests.Validation;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.History;

public sealed class HistoryClauseTests
{
    private const string Permit = "permit (principal, action, resource)";

    [Theory]
    [InlineData("formerly within 60m event ( action==Action::\"a\" , where event.tokens>1 )", "formerly within 1h event(action == Action::\"a\", where event.tokens > 1)")]
    [InlineData("count within 86400s event()", "count within 1d event()")]
    [InlineData("sum within 90s event(resource is Tool,).tokens", "sum within 90s event(resource is Tool).tokens")]
    [InlineData("no event(resource == A::\"x\") since within 31d event(action in [Action::\"a\", Action::\"b\"])", null)]
    public void A_question_has_one_text_that_reads_back(string written, string? text)
    {
        var query = Past.Query(written);
        Assert.Equal(text ?? written, query.Text);
        Assert.Equal(query.Text, Past.Query(query.Text).Text);
        var policy = Assert.Single(PolicySet.Parse($"{Permit} when history {{ ({written}) == ({written}) }};").Policies);
        Assert.True(policy.AsksHistory);
        Assert.Single(policy.History);
        Assert.Contains($"when history {{ {query.Text} == {query.Text} }}", policy.ToCedar(), StringComparison.Ordinal);
        Assert.Equal(policy.ToCedar(), Assert.Single(PolicySet.Parse(policy.ToCedar()).Policies).ToCedar());
        Assert.Equal(policy.ToCedar(), Assert.Single(PolicySet.FromJson(policy.ToJson()).Policies).ToCedar());
    }

    [Theory]
    [InlineData("when { count within 1h event() > 1 }", 1, 45, "The past can be asked about in a history clause only.")]
    [InlineData("when history { count within 1h event(where count within 1h event() > 1) > 1 }", 1, 81, "A question about the past cannot stand in another.")]
    [InlineData("when history { formerly event() }", 1, 53, "formerly is not a variable.")]
    [InlineData("when history { formerly within 0s event() }", 1, 69, "A window is from 1s to 31d long.")]
    [InlineData("when history { formerly within 32d event() }", 1, 69, "A window is from 1s to 31d long.")]
    [InlineData("when history { formerly within 9999999999999999999d event() }", 1, 69, "A window is from 1s to 31d long.")]
    [InlineData("when history { formerly within 1 h event() }", 1, 71, "A window needs a unit right behind its number.")]
    [InlineData("when history { formerly within 1w event() }", 1, 70, "A window needs a unit right behind its number.")]
    [InlineData("when history { sum within 1h event() > 1 }", 1, 75, "Expected . and a field after the event, found >.")]
    [InlineData("when history { sum within 1h event().labels > 1 }", 1, 75, "labels is no number.")]
    [InlineData("when history { formerly within 1h event(where event.path == 1) }", 1, 90, "An event has no field path.")]
    [InlineData("when history { formerly within 1h event(resource == ?resource) }", 1, 78, "A slot cannot stand in an event.")]
    [InlineData("when history { formerly within 1h event(resource == A::\"b\", action == Action::\"c\") }", 1, 98, "Expected ) after the event, found action.")]
    [InlineData("when history { event.tokens > 1 }", 1, 53, "event is not a variable.")]
    [InlineData("when history { no event() within 1h event() }", 1, 64, "Expected since, found within.")]
    public void What_is_wrong_is_explained_where_it_stands(string clause, int line, int column, string what)
    {
        var error = Assert.Throws<InputException>(() => PolicySet.Parse($"{Permit} {clause};")).Errors[0];
        Assert.Equal((line, column, what), (error.Line, error.Column, error.What));
    }

    [Fact]
    public void Deep_conditions_on_events_are_refused_like_any_others()
    {
        var deep = string.Concat(Enumerable.Repeat("(", 300)) + "true" + new string(')', 300);
        Assert.Throws<InputException>(() => PolicySet.Parse($"{Permit} when history {{ formerly within 1h event(where {deep}) }};"));
        var nots = string.Concat(Enumerable.Repeat("!(", 260)) + "true" + new string(')', 260);
        Assert.Throws<InputException>(() => PolicySet.Parse($"{Permit} when history {{ formerly within 1h event(where {nots}) }};"));
        var text = string.Join(" || ", Enumerable.Repeat("event.outcome == \"denied\"", 100));
        Assert.Contains("longer than", Assert.Throws<InputException>(() => PolicySet.Parse($"{Permit} when history {{ formerly within 1h event(where {text}) }};")).Errors[0].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count within 1h event() > \"x\"", "not Long with String")]
    [InlineData("formerly within 1h event() > 1", "not Bool with Long")]
    [InlineData("formerly within 1h event(action == Action::\"raed\")", "The schema has no action Action::\"raed\".")]
    [InlineData("formerly within 1h event(action == Action::\"join\", resource is Doc)", "No event ever fits")]
    [InlineData("formerly within 1h event(where event.labels > 1)", "not Set<String> with Long")]
    [InlineData("formerly within 1h event(where event.tokens)", "where needs a Bool")]
    [InlineData("formerly within 1h event(where event.resource is Dok)", "The schema has no entity type Dok.")]
    public void The_validator_knows_events(string condition, string what)
    {
        var found = Checked.Policies($"permit (principal is User, action == Action::\"read\", resource) when history {{ {condition} }};");
        Assert.Contains(found, f => f.IsError && f.Told.What.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("count within 1h event(action == Action::\"read\", where event.resource == resource && event.tokens < context.n) < 3")]
    [InlineData("no event(action == Action::\"write\") since within 1d event(where event.outcome == \"denied\" && event.labels.contains(context.who.name))")]
    [InlineData("sum within 7d event(action == Action::\"read\", where event.agent == principal).tokens + 1 < 9")]
    public void Right_questions_validate(string condition) =>
        Assert.Empty(Checked.Policies($"permit (principal is User, action == Action::\"read\", resource) when history {{ {condition} }};"));

    [Fact]
    public void Partly_known_requests_leave_the_question_and_known_answers_decide_it()
    {
        var policies = PolicySet.Parse($"{Permit} when history {{ count within 1h event() < 2 }};");
        var unknown = PartialRequest.Of(Past.Request) with { UnknownContext = new HashSet<string> { HistoryContext.Field } };
        var left = PartialEvaluator.Evaluate(policies, unknown, EntityStore.Empty);
        Assert.Null(left.Allowed);
        Assert.Contains("when history { count within 1h event() < 2 }", Assert.Single(left.Residual.Policies).Text, StringComparison.Ordinal);
        Assert.True(PartialEvaluator.Evaluate(policies, unknown with { Context = Answered(1).Context }, EntityStore.Empty).Allowed);
        Assert.False(PartialEvaluator.Evaluate(policies, unknown with { Context = Answered(2).Context }, EntityStore.Empty).Allowed);
    }

    [Fact]
    public void What_would_have_to_have_happened_is_told_in_the_words_of_the_policy()
    {
        var engine = new PolicyEngine(PolicySet.Parse($"@id(\"few\") {Permit} when history {{ count within 1h event() < 2 }};"));
        var report = WhyNotSearch.Search(engine, Answered(5), EntityStore.Empty);
        Assert.Contains(report.Proposals, p => p.Changes.Any(c => c.Text.Contains("count within 1h event()", StringComparison.Ordinal)));
        Assert.Null(PolicySet.Parse(report.Grant!).Policies.FirstOrDefault(p => p.Text.Contains("history", StringComparison.Ordinal)));
        var reason = Assert.Single(engine.Explain(Answered(5), EntityStore.Empty).Policies).Conditions[0].Reason;
        Assert.Equal(("count within 1h event() < 2", "count within 1h event()", "5"), (reason.Text, reason.Parts[0].Text, reason.Parts[0].Value));
    }

    [Fact]
    public void Analysis_does_not_take_a_question_without_an_answer_for_a_no()
    {
        var engine = new PolicyEngine(PolicySet.Parse($"{Permit}; @id(\"f\") forbid (principal, action, resource) when history {{ count within 1h event() > 2 }};"));
        var answer = new CaseDecider(engine).Decide(new AnalysisCase("x", Past.Request, EntityStore.Empty));
        Assert.Null(answer.Allowed);
        Assert.Equal("count within 1h event()", Assert.Single(answer.Missing));
        Assert.Equal((true, false), (new CaseDecider(engine).Decide(new AnalysisCase("x", Answered(2), EntityStore.Empty)).Allowed, new CaseDecider(engine).Decide(new AnalysisCase("x", Answered(3), EntityStore.Empty)).Allowed));
    }

    private static AuthorizationRequest Answered(long count) =>
        HistoryContext.With(Past.Request, new CedarRecord([new("count within 1h event()", new CedarLong(count))]));
}
