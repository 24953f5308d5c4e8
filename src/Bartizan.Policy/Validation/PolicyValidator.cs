using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Validation;

/// <summary>Checks policies against a schema by the rules of Cedar's strict mode.</summary>
public static class PolicyValidator
{
    /// <summary>
    /// Everything that is wrong in any policy or template. Where nothing is, no policy can fail on requests and entities that fit the schema,
    /// except where an integer overflows or an attribute is read of an entity that is not in the store.
    /// </summary>
    public static ValidationReport Validate(PolicySet policies, PolicySchema schema)
    {
        var templates = policies.Templates.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var validator = new SinglePolicyValidator(schema);
        var findings = new List<ValidationFinding>();
        foreach (var policy in policies.Templates.Concat(policies.Policies))
        {
            var template = policy.TemplateId is { } id ? templates.GetValueOrDefault(id) : null;
            var found = validator.Validate(policy, new PolicyPlaces(template ?? policy));

            // What is wrong in a template's conditions is told of the template, and not once more for each of its links.
            findings.AddRange(template is null ? found : found.Where(f => !findings.Exists(t => t.PolicyId == template.Id && t.Problem == f.Problem)));
        }

        return new ValidationReport(findings);
    }
}
