using Bartizan.Testing;

namespace Bartizan.Policy.Tests.Corpus;

public sealed class CorpusTests
{
    [SharedDataFact("cedar/corpus-dev.tar.gz")]
    public void Every_fuzz_made_case_is_decided_as_by_the_reference() => Check(CorpusFiles.FuzzMade.Value, cases: 3961, requests: 31688);

    [SharedDataFact("cedar/handwritten.tar.gz")]
    public void Every_hand_written_case_is_decided_as_by_the_reference() => Check(CorpusFiles.HandWritten.Value, cases: 22, requests: 74);

    [SharedDataFact("cedar/agent-cases-dev.jsonl.gz")]
    public void Every_agent_case_is_decided_as_by_the_reference() => Check(CorpusFiles.Agents.Value, cases: 1500, requests: 9000);

    private static void Check(IEnumerable<CorpusCase> all, int cases, int requests)
    {
        var list = all.ToList();
        Assert.Equal(cases, list.Count);
        Assert.Equal(requests, list.Sum(c => c.Requests.Count));
        var differences = list.SelectMany(c => c.Differences()).ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differ: {string.Join('\n', differences.Take(20))}");
    }
}
