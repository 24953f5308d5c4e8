using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Evaluation;

/// <summary>A permit with <c>@hold</c> gives leave only where it is lifted, that is where a person approved it.</summary>
public class HeldPermitTests
{
    private static readonly AuthorizationRequest Request = new(new("Agent", "a"), new("Action", "callTool"), new("Tool", "t"), CedarRecord.Empty);

    private const string Held = """@id("h") @hold("owner") permit(principal, action, resource == Tool::"t"); """;

    [Theory]
    [InlineData(Held, false, "h", true)]
    [InlineData(Held + """@id("p") permit(principal, action, resource);""", true, "p", true)]
    [InlineData(Held + """@id("f") forbid(principal, action, resource);""", false, "f", false)]
    [InlineData(Held + """@id("g") @hold("owner") permit(principal, action, resource) when { context.x };""", false, "h", true)]
    [InlineData(Held + """@id("g") @hold("approver") permit(principal, action, resource);""", false, "h g", true)]
    [InlineData("""@id("h") @hold("owner") permit(principal, action, resource == Tool::"u");""", false, "", false)]
    [InlineData("""@id("h") @hold("owner") @mode("shadow") permit(principal, action, resource);""", false, "", false)]
    public void It_is_named_where_nothing_else_speaks_and_counts_once_lifted(string policies, bool allowed, string reasons, bool lifted)
    {
        var engine = new PolicyEngine(PolicySet.Parse(policies));
        var answer = engine.Authorize(Request, EntityStore.Empty);
        Assert.Equal((allowed, reasons), (answer.Allowed, string.Join(' ', answer.Reasons)));
        Assert.Equal(lifted, engine.Authorize(Request, EntityStore.Empty, new HashSet<string> { "h" }).Allowed);
    }

    [Fact]
    public void Analysis_counts_it_as_no_permit()
    {
        var policies = PolicySet.Parse(Held);
        Assert.False(PartialEvaluator.Evaluate(policies, PartialRequest.Of(Request), EntityStore.Empty).Allowed);
        var report = WhyNotSearch.Search(new PolicyEngine(policies), Request, EntityStore.Empty);
        Assert.Empty(report.Forbids);
        Assert.False(report.Answer.Allowed);
    }
}
