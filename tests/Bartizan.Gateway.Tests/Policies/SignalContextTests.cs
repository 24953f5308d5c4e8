using Bartizan.Core.Identity;
using Bartizan.Core.Signals;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;
using Bartizan.Policy.Values;
using Bartizan.Testing;

namespace Bartizan.Gateway.Tests.Policies;

public sealed class SignalContextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_worst_of_what_counts_is_told_and_what_is_not_known_is_not_there()
    {
        Assert.Null(Of());
        Assert.Null(Of(new SignalledLevel(LevelKind.Risk, "USER", "LOW") { Until = Now }));
        var all = Of(
            new(LevelKind.Risk, "USER", "LOW"),
            new(LevelKind.Risk, "DEVICE x", "MEDIUM"),
            new(LevelKind.Compliance, "DEVICE x", "compliant"),
            new(LevelKind.Compliance, "DEVICE y", "not-compliant"),
            new(LevelKind.Assurance, "NIST-AAL", "nist-aal2"))!;
        Assert.True(all.TryGet("risk", out var risk) && risk.Equals(new CedarString("MEDIUM")));
        Assert.True(all.TryGet("compliant", out var compliant) && compliant.Equals(CedarBool.False));
        Assert.True(all.TryGet("assurance", out var assurance) && assurance.Equals(CedarSet.OfStrings(["NIST-AAL:nist-aal2"])));
        var risky = Of(new SignalledLevel(LevelKind.Risk, "USER", "HIGH"))!;
        Assert.Equal(["risk"], risky.Fields.Select(f => f.Key));
    }

    [Fact]
    public void The_schema_has_them_and_wants_has_before_each()
    {
        var schema = PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")), "bartizan.cedarschema");
        foreach (var action in new[] { "invokeModel", "callTool", "useServer", "returnResult" })
        {
            Assert.True(Check("context has signals && context.signals has risk && context.signals.risk == \"LOW\"").IsValid);
            Assert.True(Check("context has signals && context.signals has compliant && context.signals.compliant").IsValid);
            Assert.True(Check("context has signals && context.signals has assurance && context.signals.assurance.contains(\"NIST-AAL:nist-aal2\")").IsValid);
            Assert.False(Check("context.signals.risk == \"LOW\"").IsValid);
            Assert.False(Check("context has signals && context.signals.risk == \"LOW\"").IsValid);
            Assert.False(Check("context has signals && context.signals has risk && context.signals.risk == 1").IsValid);

            ValidationReport Check(string condition) => PolicyValidator.Validate(PolicySet.Parse($"@id(\"a\") forbid(principal, action == Action::\"{action}\", resource) unless {{ {condition} }};"), schema);
        }
    }

    private static CedarRecord? Of(params SignalledLevel[] levels) =>
        SignalContext.Of(new Person("acc_ada", "ada", []) { Levels = levels }, Now) is [var field] ? (CedarRecord)field.Value : null;
}
