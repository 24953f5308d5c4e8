using System.Text.Json;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Policy;
using Bartizan.Policy.Json;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.AuthZen.Requests;

/// <summary>
/// Reads the questions of one request. What stands at its top holds for every evaluation that does not say otherwise, and is read only once, so that
/// a batch costs what it weighs. Unknown fields are passed over, as AuthZEN has it.
/// </summary>
/// <param name="point">The decision point.</param>
/// <param name="mayTell">Whether the caller's word is taken for attributes.</param>
/// <param name="top">The body.</param>
internal sealed class QuestionReader(DecisionPoint point, bool mayTell, JsonElement top)
{
    private const string ActionField = "action";
    private const string ApprovalField = "approval";

    // Lazy, because what cannot be read must not be read again for each evaluation either.
    private readonly Dictionary<EntityUid, Lazy<Part<CedarRecord>>> _contexts = [];
    private readonly Dictionary<string, Lazy<Part<Party>>> _parties = new(StringComparer.Ordinal);

    /// <summary>The question that an evaluation asks.</summary>
    /// <param name="evaluation">One of the batch, or the body where there is no batch.</param>
    /// <exception cref="Core.Results.InputException">It is no question; says why.</exception>
    public Question Read(JsonElement evaluation)
    {
        var subject = ReadParty(evaluation, "subject");
        var (action, properties) = ReadAction(evaluation);
        var resource = ReadParty(evaluation, "resource");
        var context = ReadContext(evaluation, action, properties);
        return new Question(subject.Value, action, resource.Value, context.Value, [.. subject.Ignored, .. resource.Ignored, .. context.Ignored])
        {
            Approval = point.AsksPeople ? ReadApproval(evaluation) : null,
        };
    }

    /// <summary>The subject or the resource.</summary>
    public Part<Party> ReadParty(JsonElement evaluation, string role)
    {
        if (Json.Field(evaluation, role) is { } own)
        {
            return ReadParty(Json.Object(own, role), Json.Field(top, role), role);
        }

        if (!_parties.TryGetValue(role, out var party))
        {
            _parties[role] = party = new(() => ReadParty(Json.Object(Json.Field(top, role), role), null, role));
        }

        return party.Value;
    }

    /// <summary>The type of what is searched for; all else that is said of it is passed over.</summary>
    public string ReadType(string role) => Json.Name(Json.Field(Json.Object(Json.Field(top, role), role), "type"), $"{role}.type");

    /// <summary>The action, and its properties if it has any.</summary>
    public (EntityUid Action, JsonElement? Properties) ReadAction(JsonElement evaluation)
    {
        var own = Json.Field(evaluation, ActionField);
        var json = Json.Object(own ?? Json.Field(top, ActionField), ActionField);
        var name = Json.Name(Json.Field(json, "name") ?? Json.Field(Json.Field(top, ActionField), "name"), "action.name");
        return (point.Names.Action(name), Properties(json, ActionField));
    }

    /// <summary>The context of an action: what the caller says, and the action's properties as the record <c>action</c>, which nothing else can be.</summary>
    public Part<CedarRecord> ReadContext(JsonElement evaluation, EntityUid action, JsonElement? properties)
    {
        var ignored = new List<string>();
        var said = Said(evaluation, action);
        ignored.AddRange(said.Ignored);
        var told = properties is { } json
            ? PlainJson.ReadContext(json, "action.properties", action, ActionField, point.Schema, ignored)
            : CedarRecord.Empty;
        var fields = said.Value.Fields.ToList();
        if (fields.RemoveAll(f => f.Key == ActionField) > 0)
        {
            ignored.Add("context.action");
        }

        if (point.AsksPeople)
        {
            fields.RemoveAll(f => f.Key == ApprovalField);
            ignored.Remove($"context.{ApprovalField}");
        }

        if (point.Schema is null || told.Count > 0)
        {
            fields.Add(new(ActionField, told));
        }

        return new(new CedarRecord([.. fields]), ignored);
    }

    // The approval says whom people let through; it is no circumstance that policies could read, and nobody can make one up.
    private string? ReadApproval(JsonElement evaluation) =>
        Json.Field(Json.Field(Json.Field(evaluation, "context") ?? Json.Field(top, "context"), ApprovalField), "id") is { } id ? Json.Name(id, "context.approval.id") : null;

    private Part<CedarRecord> Said(JsonElement evaluation, EntityUid action)
    {
        if (Json.Field(evaluation, "context") is { } own)
        {
            return ReadSaid(own, action);
        }

        var key = point.Schema is null ? default : action; // without a schema a context reads alike for every action
        if (!_contexts.TryGetValue(key, out var said))
        {
            _contexts[key] = said = new(() => Json.Field(top, "context") is { } shared ? ReadSaid(shared, action) : new(CedarRecord.Empty, []));
        }

        return said.Value;
    }

    private Part<CedarRecord> ReadSaid(JsonElement json, EntityUid action)
    {
        var ignored = new List<string>();
        return new(PlainJson.ReadContext(Json.Properties(json, "context"), "context", action, null, point.Schema, ignored), ignored);
    }

    // A type or id that an evaluation leaves out is the top's; its properties are its own or none.
    private Part<Party> ReadParty(JsonElement json, JsonElement? fallback, string role)
    {
        var type = Json.Name(Json.Field(json, "type") ?? Json.Field(fallback, "type"), $"{role}.type");
        var uid = new EntityUid(point.Names.Type(type), Json.Name(Json.Field(json, "id") ?? Json.Field(fallback, "id"), $"{role}.id"));
        var ignored = new List<string>();
        var told = CedarRecord.Empty;
        if (Properties(json, role) is { } properties)
        {
            if (mayTell)
            {
                told = PlainJson.ReadAttributes(properties, $"{role}.properties", uid.Type, point.Schema, ignored);
            }
            else
            {
                ignored.Add($"{role}.properties");
            }
        }

        return new(new Party(uid, told, $"{role}.properties"), ignored);
    }

    private static JsonElement? Properties(JsonElement json, string role) =>
        Json.Field(json, "properties") is { } properties ? Json.Properties(properties, $"{role}.properties") : null;
}

/// <summary>Part of a question.</summary>
/// <param name="Value">The part.</param>
/// <param name="Ignored">Paths of what stood there and has no part in the decision.</param>
internal readonly record struct Part<T>(T Value, IReadOnlyList<string> Ignored);
