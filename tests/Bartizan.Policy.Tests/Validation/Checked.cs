using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;

namespace Bartizan.Policy.Tests.Validation;

/// <summary>Short ways to check one policy or condition in a test.</summary>
internal static class Checked
{
    public static PolicySchema Schema { get; } = PolicySchema.Parse("""
        entity Org;
        entity Team in [Org] = { rank: Long } tags String;
        entity User in [Team] = { name: String, level: Long, boss?: User, quota?: { max: Long, used?: Long }, since: datetime, risk: decimal };
        entity Bot in [User] = { owner: User, name: String };
        entity Doc = { owner: User, labels: Set<String>, net: ipaddr, color: Color } tags Set<Long>;
        entity Color enum ["red", "green"];
        type Ctx = { path?: String, n: Long, @otherFields("String") more: {}, who: User };
        action all;
        action read, write in [all] appliesTo { principal: [User, Bot], resource: [Doc], context: Ctx };
        action join appliesTo { principal: [User], resource: [Team], context: {} };
        namespace Deep { action peek in [Action::"all"]; }
        """);

    public static IReadOnlyList<ValidationFinding> Policies(string text) => PolicyValidator.Validate(PolicySet.Parse(text, "p.cedar"), Schema).Findings;

    /// <summary>What is found in a condition on users reading documents.</summary>
    public static IReadOnlyList<ValidationFinding> Condition(string condition) =>
        Policies($"permit (principal is User, action == Action::\"read\", resource) when {{ {condition} }};");
}
