using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Validation;

namespace Bartizan.Policy.Tests.Validation;

/// <summary>Whatever policies come, they are checked against whatever schema, and nothing is thrown.</summary>
public sealed class RandomPoliciesTests
{
    private static readonly PolicySchema[] Schemas =
    [
        Checked.Schema,
        PolicySchema.Parse(""),
        PolicySchema.Parse("""
            entity T in [U] = { a: T, b?: { level: Long, a?: U }, "with space": String } tags String;
            entity U = { a?: Set<Long>, level: Long } tags T;
            namespace N { entity V in [T, V] = { level: decimal, "if"?: Bool, "": T }; }
            action a, b in [all] appliesTo { principal: [T, N::V], resource: [U, T], context: { a: Long, b?: T, level?: { a: String } } };
            action c in [a] appliesTo { principal: T, resource: T, context: { b: Set<String> } };
            action all;
            """),
    ];

    [Fact]
    public void Checking_never_throws_and_a_second_time_finds_the_same()
    {
        var (valid, invalid) = (0, 0);
        for (var seed = 0; seed < 2_000; seed++)
        {
            var set = PolicySet.Parse(PolicyPrinter.Print(new RandomSyntax(seed).Policy()));
            foreach (var schema in Schemas)
            {
                var report = PolicyValidator.Validate(set, schema);
                Assert.Equal(report.Findings, PolicyValidator.Validate(set, schema).Findings);
                Assert.All(report.Findings, f => Assert.True(f.Problem is { What.Length: > 0, Line: > 0, Column: > 0 }, f.ToString()));
                (valid, invalid) = report.IsValid ? (valid + 1, invalid) : (valid, invalid + 1);
            }
        }

        Assert.True(valid > 100 && invalid > 100, $"{valid} valid, {invalid} not: this tested one side only");
    }

    [Fact]
    public void A_long_path_of_tests_does_not_exhaust_the_stack()
    {
        var schema = PolicySchema.Parse("entity E = { e: E }; action x appliesTo { principal: E, resource: E };");
        var policy = PolicySet.Parse($"permit (principal, action, resource) when {{ principal has {string.Join('.', Enumerable.Repeat("e", 250))} }};");
        Assert.True(PolicyValidator.Validate(policy, schema).IsValid);
        Assert.Throws<Core.Results.InputException>(() => PolicySet.Parse($"permit (principal, action, resource) when {{ principal has {string.Join('.', Enumerable.Repeat("e", 100_000))} }};"));
    }

    [Fact]
    public void Long_chains_are_checked_in_one_go()
    {
        var condition = string.Join(" && ", Enumerable.Range(0, 20_000).Select(i => $"context has \"k{i % 50}\""));
        Assert.True(PolicyValidator.Validate(PolicySet.Parse($"permit (principal, action, resource) when {{ {condition} }};"), Checked.Schema).IsValid);
    }
}
