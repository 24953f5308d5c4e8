using System.Text.RegularExpressions;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;
using Bartizan.Testing;

namespace Bartizan.Policy.Tests;

/// <summary>Policies that the documentation shows are policies.</summary>
public partial class DocumentedPoliciesTests
{
    public static TheoryData<string, string> Policies
    {
        get
        {
            var policies = new TheoryData<string, string>();
            foreach (var page in Directory.GetFiles(Repository.PathTo("docs"), "*.md").Order(StringComparer.Ordinal))
            {
                foreach (Match block in Block().Matches(File.ReadAllText(page)))
                {
                    policies.Add(Path.GetFileName(page), block.Groups[1].Value);
                }
            }

            return policies;
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_on_a_page_can_be_read(string page, string policy) => Assert.NotEmpty(PolicySet.Parse(policy, page).Policies);

    /// <summary>Those of the page on AuthZEN speak of the entities of its reader.</summary>
    public static IEnumerable<object[]> PoliciesOfTheGateway => Policies.Where(p => p[0] is not "authzen.md");

    [Theory]
    [MemberData(nameof(PoliciesOfTheGateway))]
    public void A_policy_on_a_page_fits_the_gateway(string page, string policy) =>
        Assert.Empty(PolicyValidator.Validate(PolicySet.Parse(policy, page), PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")))).Findings);

    [GeneratedRegex("^```cedar\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
