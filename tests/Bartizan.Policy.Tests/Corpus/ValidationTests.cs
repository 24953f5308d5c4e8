using Bartizan.Policy.Validation;
using Bartizan.Testing;

namespace Bartizan.Policy.Tests.Corpus;

/// <summary>Whether policies validate, compared with the reference; and that what validates does not fail.</summary>
public sealed class ValidationTests
{
    [SharedDataFact("cedar/corpus-dev.tar.gz")]
    public void Every_fuzz_made_case_validates_as_by_the_reference() => Check(CorpusFiles.FuzzMade.Value, cases: 3941, valid: 3165);

    [SharedDataFact("cedar/handwritten.tar.gz")]
    public void Every_hand_written_case_validates_as_by_the_reference() => Check(CorpusFiles.HandWritten.Value, cases: 22, valid: 22);

    [SharedDataFact("cedar/agent-cases-dev.jsonl.gz")]
    public void Every_agent_case_validates_as_by_the_reference() => Check(CorpusFiles.Agents.Value, cases: 1500, valid: 424);

    [SharedDataFact("cedar/corpus-dev.tar.gz")]
    public void Every_request_of_a_corpus_fits_its_schema()
    {
        var requests = All().SelectMany(c => c.Requests.Select(r => (Case: c, r.Request))).ToList();
        Assert.Equal(31688 + 74 + 9000, requests.Count);
        Assert.Empty(requests.SelectMany(r => RequestValidator.Validate(r.Request, r.Case.Schema).Select(e => $"{r.Case.Name}: {e}")).Take(20));
    }

    /// <summary>The promise of validation, which no schema can extend to the size of numbers and to what a store holds.</summary>
    [SharedDataFact("cedar/corpus-dev.tar.gz")]
    public void A_valid_policy_never_fails_but_by_an_overflow_or_an_entity_that_is_not_in_the_store()
    {
        var (asked, failed) = (0, 0);
        foreach (var test in All().Where(c => PolicyValidator.Validate(c.Policies, c.Schema).IsValid && RequestValidator.Validate(c.Entities, c.Schema).Count == 0))
        {
            var engine = new PolicyEngine(test.Policies);
            foreach (var request in test.Requests)
            {
                var errors = engine.Authorize(request.Request, test.Entities).Errors;
                Assert.All(errors, e => Assert.True(
                    e.Message.Contains("does not fit 64 bits", StringComparison.Ordinal) || e.Message.Contains(" does not exist, so its ", StringComparison.Ordinal), e.Message));
                (asked, failed) = (asked + 1, failed + errors.Count);
            }
        }

        Assert.True(asked > 20_000 && failed > 0, $"only {asked} requests were asked, and {failed} policies failed");
    }

    private static IEnumerable<CorpusCase> All() => CorpusFiles.FuzzMade.Value.Concat(CorpusFiles.HandWritten.Value).Concat(CorpusFiles.Agents.Value);

    private static void Check(IEnumerable<CorpusCase> all, int cases, int valid)
    {
        var list = all.Where(c => c.Validates is not null).ToList();
        Assert.Equal((cases, valid), (list.Count, list.Count(c => c.Validates == true)));
        var differences = list.Select(c => (Case: c, Report: PolicyValidator.Validate(c.Policies, c.Schema)))
            .Where(v => v.Report.IsValid != v.Case.Validates)
            .Select(v => $"{v.Case.Name}: expected {v.Case.Validates}, found {string.Join(" | ", v.Report.Findings)}").ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differ: {string.Join('\n', differences.Take(20))}");
    }
}
