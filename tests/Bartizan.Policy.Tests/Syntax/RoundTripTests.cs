using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;

namespace Bartizan.Policy.Tests.Syntax;

public sealed class RoundTripTests
{
    [Fact]
    public void What_is_printed_reads_back_as_the_same_policy()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var text = PolicyPrinter.Print(new RandomSyntax(seed).Policy());
            var set = PolicySet.Parse(text);
            Assert.Equal(text, set.ToCedar().TrimEnd('\n') + "\n");
        }
    }

    [Fact]
    public void What_is_written_as_json_reads_back_as_the_same_policy()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var set = PolicySet.Parse(PolicyPrinter.Print(new RandomSyntax(seed).Policy()));
            var again = PolicySet.FromJson(set.ToJson());
            Assert.Equal(set.ToJson(), again.ToJson());
            Assert.Equal(set.ToCedar(), again.ToCedar());
        }
    }
}
