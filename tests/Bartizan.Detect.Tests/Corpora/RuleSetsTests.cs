using Bartizan.Detect.Tests.Support;
using Bartizan.Testing;

namespace Bartizan.Detect.Tests.Corpora;

/// <summary>Whole public rule sets parse and compile.</summary>
public class RuleSetsTests
{
    [SharedDataFact("detect/sigmahq/sigmahq-rules.tar.gz")]
    public void All_SigmaHQ_rules_in_use_parse_and_compile_but_those_that_wait_for_placeholders()
    {
        var library = Archive.Library("detect/sigmahq/sigmahq-rules.tar.gz", "rules", "rules-emerging-threats", "rules-threat-hunting", "rules-compliance", "rules-placeholder");
        Assert.Empty(library.Errors);
        Assert.Equal((3780, 0, 0), library.Count);
        var engine = DetectEngine.Compile(library);
        Assert.Empty(engine.Errors);
        Assert.All(engine.Unresolved, e => Assert.Contains("placeholder", e.What, StringComparison.Ordinal));
        Assert.Equal(3780, engine.RuleCount + engine.Unresolved.Count);
    }

    [SharedDataFact("detect/sigma-spec")]
    public void The_specifications_own_documents_are_read()
    {
        var library = new SigmaLibrary();
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("detect/sigma-spec/tests/schema"), "*.yml", SearchOption.AllDirectories))
        {
            library.Add(File.ReadAllText(file), Path.GetFileName(file));
        }

        Assert.Empty(library.Errors);
        Assert.Equal((2, 8, 2), library.Count);
    }

    [SharedDataFact("detect/suzaku/correlation")]
    public void Suzakus_correlations_compile_with_rules_by_title()
    {
        var library = new SigmaLibrary();
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("detect/suzaku/correlation"), "*.yml"))
        {
            library.Add(File.ReadAllText(file), Path.GetFileName(file));
        }

        var engine = DetectEngine.Compile(library);
        Assert.Empty(engine.Errors);
        Assert.Equal(5, engine.CorrelationCount);
    }

    [SharedDataFact("detect/suzaku/suzaku-rules.tar.gz")]
    public void All_Suzaku_rules_parse_and_compile()
    {
        var library = Archive.Library("detect/suzaku/suzaku-rules.tar.gz");
        Assert.Empty(library.Errors);
        var engine = DetectEngine.Compile(library);
        Assert.Empty(engine.Errors);
        Assert.Empty(engine.Unresolved);
        Assert.True(engine.RuleCount >= 964, $"{library.Count}");
    }
}
