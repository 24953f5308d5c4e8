using System.Text;
using System.Text.Json;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Json;

/// <summary>Reads Cedar's JSON policy format: a set with <c>staticPolicies</c>, <c>templates</c> and <c>templateLinks</c>, or one policy.</summary>
internal static class PolicyJsonReader
{
    private const string ScopeFix = "Write {\"op\": \"All\"}, {\"op\": \"==\", \"entity\": …}, {\"op\": \"in\", \"entity\": …} or {\"op\": \"is\", \"entity_type\": …}.";

    public static PolicySet Read(string json, string file, PolicyIds ids)
    {
        using var document = JsonInput.Parse(Encoding.UTF8.GetBytes(json), file, JsonInput.MaxPolicyDepth);
        var root = new JsonPlace(document.RootElement, file);
        root.Expect(JsonValueKind.Object, "a policy or policy set");
        return root.Guard(() => root.Field("effect") is null ? ReadSet(root) : SetOf([ReadPolicy(root, null, 0, ids)]));
    }

    private static PolicySet ReadSet(JsonPlace root)
    {
        var policies = new List<Policy>();
        foreach (var (name, part) in root.Fields())
        {
            switch (name)
            {
                case "staticPolicies" or "templates":
                    part.Expect(JsonValueKind.Object, "policies by id");
                    policies.AddRange(part.Fields().Select(p => ReadPolicy(p.Value, p.Name, 0, PolicyIds.FromAnnotation)));
                    break;
                case "templateLinks":
                    break;
                default:
                    throw part.Error($"A policy set has no field {name}.", "The fields are staticPolicies, templates and templateLinks.");
            }
        }

        var set = SetOf(policies);
        return root.Field("templateLinks") is { } links ? links.Items("an array of links").Aggregate(set, Link) : set;
    }

    private static PolicySet SetOf(List<Policy> policies) => new([.. policies.Where(p => !p.IsTemplate)], [.. policies.Where(p => p.IsTemplate)]);

    private static PolicySet Link(PolicySet set, JsonPlace link)
    {
        var values = link.Require("values", "Write {\"?principal\": {\"type\": …, \"id\": …}}.");
        return link.Guard(() => set.Link(
            link.Require("templateId", "Name the template.").Text("a template's id"),
            link.Require("newId", "Give the new policy an id.").Text("an id"),
            values.Field("?principal") is { } principal ? ValueJsonReader.ReadUid(principal) : null,
            values.Field("?resource") is { } resource ? ValueJsonReader.ReadUid(resource) : null));
    }

    private static Policy ReadPolicy(JsonPlace place, string? id, int number, PolicyIds ids)
    {
        if (id is not null && place.Kind == JsonValueKind.String)
        {
            return ReadText(place, id);
        }

        place.Expect(JsonValueKind.Object, "a policy");
        var syntax = new PolicySyntax(
            ReadEffect(place.Require("effect", "Write \"permit\" or \"forbid\".")),
            ReadScope(place.Require("principal", ScopeFix), "principal"),
            ReadScope(place.Require("action", ScopeFix), "action"),
            ReadScope(place.Require("resource", ScopeFix), "resource"),
            [.. place.Require("conditions", "Write [] where there are none.").Items("an array of conditions").Select(ReadCondition)],
            place.Field("annotations") is { } annotations ? ReadAnnotations(annotations) : []);
        var given = id ?? (ids == PolicyIds.FromAnnotation ? syntax.Annotations.FirstOrDefault(a => a.Key is "id").Value : null);
        return new Policy(given ?? $"policy{number}", given is not null, syntax, PolicyPrinter.Print(syntax), place.File, 0);
    }

    // Inside a set a policy may also stand as Cedar text.
    private static Policy ReadText(JsonPlace place, string id)
    {
        var set = place.Guard(() => PolicySet.Parse(place.Text("a policy")));
        return set.Policies.Concat(set.Templates).ToList() is [var only] ? only.WithId(id, isNamed: true) : throw place.Error("This is not exactly one policy.", "Give each an id of its own.");
    }

    private static Effect ReadEffect(JsonPlace place) => place.Text("an effect") switch
    {
        "permit" => Effect.Permit,
        "forbid" => Effect.Forbid,
        _ => throw place.Error("This is no effect.", "Write \"permit\" or \"forbid\"."),
    };

    private static List<KeyValuePair<string, string>> ReadAnnotations(JsonPlace place)
    {
        place.Expect(JsonValueKind.Object, "annotations by name");
        return [.. place.Fields().Select(a => new KeyValuePair<string, string>(
            a.Name.All(CedarText.IsIdentifierPart) && a.Name.Length > 0 && !char.IsAsciiDigit(a.Name[0]) ? a.Name : throw a.Value.Error("This cannot name an annotation.", "Names consist of letters, digits and _."),
            a.Value.Kind == JsonValueKind.Null ? "" : a.Value.Text("a string or null")))];
    }

    private static Condition ReadCondition(JsonPlace place)
    {
        var kind = place.Require("kind", "Write \"when\" or \"unless\".");
        var isWhen = kind.Text("a kind") switch
        {
            "when" => true,
            "unless" => false,
            _ => throw kind.Error("This is no kind of condition.", "Write \"when\" or \"unless\"."),
        };
        return new Condition(isWhen, ExprJsonReader.Read(place.Require("body", "Add the expression.")));
    }

    private static Scope ReadScope(JsonPlace place, string variable)
    {
        var op = place.Require("op", ScopeFix);
        switch (op.Text("an operator"))
        {
            case "All":
                return Scope.Any;
            case "==":
                return ReadTarget(place, ScopeKind.Equal, "", variable);
            case "in":
                return ReadTarget(place, ScopeKind.In, "", variable);
            case "is" when variable is not "action":
                var type = ValueJsonReader.ReadType(place.Require("entity_type", ScopeFix));
                return place.Field("in") is { } group ? ReadTarget(group, ScopeKind.IsIn, type, variable) : new Scope(ScopeKind.Is, type, []);
            default:
                throw op.Error($"This cannot narrow {variable}.", ScopeFix);
        }
    }

    private static Scope ReadTarget(JsonPlace place, ScopeKind kind, string type, string variable)
    {
        if (place.Field("slot") is { } slot)
        {
            return slot.Text("a slot") == $"?{variable}" && variable is not "action"
                ? new Scope(kind, type, [], IsSlot: true)
                : throw slot.Error($"This cannot fill {variable}.", $"Write \"?{variable}\", for principal or resource.");
        }

        if (variable is "action" && kind == ScopeKind.In && place.Field("entities") is { } entities)
        {
            return new Scope(kind, type, [.. entities.Items("an array of actions").Select(ReadAction)], IsList: true);
        }

        var entity = place.Require("entity", ScopeFix);
        return new Scope(kind, type, [variable is "action" ? ReadAction(entity) : ValueJsonReader.ReadUid(entity)]);
    }

    private static EntityUid ReadAction(JsonPlace place)
    {
        var uid = ValueJsonReader.ReadUid(place);
        return ScopeParser.IsActionType(uid.Type) ? uid : throw place.Error($"{uid} is not an action.", "Actions have the type Action.");
    }
}
