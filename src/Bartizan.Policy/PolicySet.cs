using System.Text;
using Bartizan.Core.Results;
using Bartizan.Policy.Json;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy;

/// <summary>Policies and templates under distinct ids. Immutable and thread-safe.</summary>
public sealed class PolicySet
{
    internal PolicySet(IReadOnlyList<Policy> policies, IReadOnlyList<Policy> templates)
    {
        RefuseDuplicates(policies.Concat(templates));
        RefuseUnknownModes(policies.Concat(templates));
        (Policies, Templates) = (policies, templates);
    }

    /// <summary>The set without policies, which denies everything.</summary>
    public static PolicySet Empty { get; } = new([], []);

    /// <summary>The policies that decide, in file order, linked ones last.</summary>
    public IReadOnlyList<Policy> Policies { get; }

    /// <summary>Policies with slots; they decide nothing until <see cref="Link"/> fills them.</summary>
    public IReadOnlyList<Policy> Templates { get; }

    /// <summary>Whether a policy or template asks about the past, which plain Cedar cannot.</summary>
    public bool AsksHistory => Policies.Concat(Templates).Any(p => p.AsksHistory);

    /// <summary>Reads Cedar text; conditions may ask about the past (<c>when history { … }</c>), see <see cref="AsksHistory"/>.</summary>
    /// <param name="text">Any number of policies.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="ids">How ids are given.</param>
    /// <exception cref="InputException">The text is not Cedar; carries every error found, each with line and column.</exception>
    public static PolicySet Parse(string text, string file = "", PolicyIds ids = PolicyIds.FromAnnotation) => PolicyReader.Read(text, file, ids);

    /// <summary>Reads Cedar's JSON form of a policy set or of a single policy.</summary>
    /// <exception cref="InputException">The text is not that form.</exception>
    public static PolicySet FromJson(string json, string file = "", PolicyIds ids = PolicyIds.FromAnnotation) => PolicyJsonReader.Read(json, file, ids);

    /// <summary>Puts sets together; policies that were only numbered go on counting where the set before them ends.</summary>
    /// <exception cref="InputException">Two policies have the same given id.</exception>
    public static PolicySet Combine(IEnumerable<PolicySet> sets)
    {
        var (policies, templates, before) = (new List<Policy>(), new List<Policy>(), 0);
        foreach (var set in sets)
        {
            policies.AddRange(set.Policies.Select(p => p.Renumbered(before)));
            templates.AddRange(set.Templates.Select(p => p.Renumbered(before)));
            before += set.Policies.Count + set.Templates.Count;
        }

        return new PolicySet(policies, templates);
    }

    /// <summary>The actions, and groups of such, that policies name, each once, in the order of the policies.</summary>
    public IEnumerable<EntityUid> NamedActions() => Policies
        .SelectMany(p => p.Syntax.Action.Uids.Concat(p.Syntax.Conditions.SelectMany(c => ExprParts.All(c.Body)).OfType<LiteralExpr>()
            .Select(e => e.Value).OfType<CedarEntity>().Select(e => e.Uid)))
        .Where(uid => ScopeParser.IsActionType(uid.Type))
        .Distinct();

    /// <summary>This set with one more policy: the template with its slots filled.</summary>
    /// <exception cref="InputException">There is no such template, the id is taken, or a slot is left empty or given in vain.</exception>
    public PolicySet Link(string templateId, string newId, EntityUid? principal = null, EntityUid? resource = null)
    {
        var template = Templates.FirstOrDefault(t => string.Equals(t.Id, templateId, StringComparison.Ordinal))
            ?? throw new InputException(new InputError($"There is no template {templateId}.", $"Templates here: {string.Join(", ", Templates.Select(t => t.Id))}."));
        var syntax = template.Syntax with
        {
            Principal = Fill(template.Syntax.Principal, principal, "principal", template),
            Resource = Fill(template.Syntax.Resource, resource, "resource", template),
        };
        var linked = new Policy(newId, isNamed: true, syntax, PolicyPrinter.Print(syntax), template.File, template.Line)
        {
            TemplateId = templateId,
            Column = template.Column,
        };
        return new PolicySet([.. Policies, linked], Templates);
    }

    /// <summary>The same policies, every one of them only tried.</summary>
    public PolicySet InShadow() => new([.. Policies.Select(p => p.InShadow())], [.. Templates.Select(t => t.InShadow())]);

    /// <summary>What the new version of an enforced policy is called while it is tried.</summary>
    public static string NextOf(string id) => $"{id}@next";

    /// <summary>
    /// The same policies, the new ones only tried: those that are not in force under their id are in shadow mode; of those whose text is another, the text in
    /// force stays, and the new one is tried in its place under the id <see cref="NextOf"/>.
    /// </summary>
    /// <param name="enforced">Text in force by id.</param>
    /// <exception cref="InputException">A policy has no id of its own, by which it could be known again.</exception>
    public PolicySet WithNewInShadow(IReadOnlyDictionary<string, string> enforced)
    {
        var nameless = Policies.Where(p => !p.IsNamed).Select(p => new InputError("A policy without an @id cannot be tried and put in force.", "Give it an @id, or take shadow.newPolicies away.", p.File, p.Line, 1)).ToList();
        return nameless.Count == 0 ? new PolicySet([.. Policies.SelectMany(p => Tried(p, enforced))], Templates) : throw new InputException(nameless);
    }

    /// <summary>All policies and templates in uniform layout.</summary>
    public string ToCedar()
    {
        var text = new StringBuilder();
        foreach (var policy in Templates.Concat(Policies))
        {
            text.Append(policy.ToCedar()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Cedar's JSON form of the set.</summary>
    public string ToJson() => PolicyJsonWriter.Write(this);

    private static IEnumerable<Policy> Tried(Policy policy, IReadOnlyDictionary<string, string> enforced) =>
        policy.IsShadow ? [policy]
        : !enforced.TryGetValue(policy.Id, out var text) ? [policy.InShadow()]
        : string.Equals(text, policy.Text, StringComparison.Ordinal) ? [policy]
        : [.. Parse(text, $"{policy.Id}, as enforced").Policies, policy.AsNext()];

    private static Scope Fill(Scope scope, EntityUid? uid, string slot, Policy template) => (scope.IsSlot, uid) switch
    {
        (true, { } value) => scope.Fill(value),
        (false, null) => scope,
        (true, null) => throw new InputException(new InputError($"The template {template.Id} needs an entity for ?{slot}.", "Give one.", template.File, template.Line, 1)),
        _ => throw new InputException(new InputError($"The template {template.Id} has no ?{slot}.", "Leave that value out.", template.File, template.Line, 1)),
    };

    // A misspelt mode would enforce what somebody only wanted to try.
    private static void RefuseUnknownModes(IEnumerable<Policy> policies)
    {
        var errors = policies.Where(p => p.Mode is not (null or Policy.ShadowMode))
            .Select(p => new InputError($"The mode of policy {p.Id} is not known.", "Write @mode(\"shadow\") to only try it, or no @mode to enforce it.", p.File, p.Line, p.Line == 0 ? 0 : 1))
            .ToList();
        if (errors.Count > 0)
        {
            throw new InputException(errors);
        }
    }

    private static void RefuseDuplicates(IEnumerable<Policy> policies)
    {
        var seen = new Dictionary<string, Policy>(StringComparer.Ordinal);
        var errors = new List<InputError>();
        foreach (var policy in policies)
        {
            if (!seen.TryAdd(policy.Id, policy))
            {
                var first = seen[policy.Id];
                var place = first.Line == 0 ? first.File : $"{first.File}:{first.Line}";
                errors.Add(new InputError($"The policy id {policy.Id} is used twice (first at {place}).", "Change one @id.", policy.File, policy.Line, policy.Line == 0 ? 0 : 1));
            }
        }

        if (errors.Count > 0)
        {
            throw new InputException(errors);
        }
    }
}
