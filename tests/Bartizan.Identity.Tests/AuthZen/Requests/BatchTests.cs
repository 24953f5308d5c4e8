using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Requests;

namespace Bartizan.Identity.Tests.AuthZen.Requests;

public sealed class BatchTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"evaluations": []}""")]
    [InlineData("""{"evaluations": null, "options": {}}""")]
    public void Without_evaluations_there_is_no_batch(string body) => Assert.Null(Batch.Read(Points.Json(body), 3));

    [Theory]
    [InlineData("""{"evaluations": {}}""")]
    [InlineData("""{"evaluations": [1, 2, 3, 4]}""")]
    [InlineData("""{"evaluations": [{}], "options": 1}""")]
    [InlineData("""{"evaluations": [{}], "options": {"evaluations_semantic": "EXECUTE_ALL"}}""")]
    [InlineData("""{"evaluations": [{}], "options": {"evaluations_semantic": 1}}""")]
    public void What_is_no_batch_is_refused(string body) => Assert.Throws<InputException>(() => Batch.Read(Points.Json(body), 3));

    [Theory]
    [InlineData("execute_all", false, false)]
    [InlineData("deny_on_first_deny", false, true)]
    [InlineData("permit_on_first_permit", true, false)]
    public void Its_semantic_says_which_decision_ends_it(string semantic, bool onPermit, bool onDeny)
    {
        var batch = Batch.Read(Points.Json($$"""{"evaluations": [{}, {}], "options": {"evaluations_semantic": "{{semantic}}"} }"""), 3)!;
        Assert.Equal((2, onPermit, onDeny), (batch.Evaluations.Count, batch.EndsWith(true), batch.EndsWith(false)));
    }
}
