using System.Reflection;
using Bartizan.Policy;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;

namespace Bartizan.Hosting;

/// <summary>The schema of what policies can read at the gateway, <c>content/policies/bartizan.cedarschema</c>.</summary>
internal static class GatewaySchema
{
    private const string Resource = "schema/bartizan.cedarschema";

    private static readonly Lazy<PolicySchema> Parsed = new(() =>
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        return PolicySchema.Parse(reader.ReadToEnd(), Resource);
    });

    public static PolicySchema Schema => Parsed.Value;

    /// <summary>What policies say that the gateway's requests never hold.</summary>
    public static ValidationReport Check(PolicySet policies) => PolicyValidator.Validate(policies, Schema);
}
