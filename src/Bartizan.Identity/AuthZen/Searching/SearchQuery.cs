using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>A search: a question of which one part is open.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Type">The type asked for, as the caller writes it; empty for actions.</param>
/// <param name="Subject">The subject, or null where it is searched for.</param>
/// <param name="Resource">The resource, or null where it is searched for.</param>
/// <param name="Candidates">What may be found, in a fixed order.</param>
/// <param name="Context">The action of the question about a candidate, and its context, whose types differ by action where there is a schema.</param>
/// <param name="ContextText">The context as a text, to tell one search from another.</param>
internal sealed record SearchQuery(
    SearchKind Kind,
    string Type,
    Party? Subject,
    Party? Resource,
    IReadOnlyList<EntityUid> Candidates,
    Func<EntityUid, (EntityUid Action, CedarRecord Context)> Context,
    string ContextText)
{
    /// <summary>Reads a search.</summary>
    /// <exception cref="Core.Results.InputException">It is no search; says why.</exception>
    public static SearchQuery Read(SearchKind kind, DecisionPoint point, QuestionReader reader, JsonElement body)
    {
        if (kind == SearchKind.Action)
        {
            return ReadActions(point, reader, body);
        }

        var type = reader.ReadType(kind == SearchKind.Subject ? "subject" : "resource");
        var (asked, properties) = reader.ReadAction(body);
        var context = reader.ReadContext(body, asked, properties).Value;
        var known = reader.ReadParty(body, kind == SearchKind.Subject ? "resource" : "subject").Value;
        return new(
            kind,
            type,
            kind == SearchKind.Subject ? null : known,
            kind == SearchKind.Resource ? null : known,
            point.Candidates.OfType(point.Names.Type(type)),
            _ => (asked, context),
            $"{asked}{context}");
    }

    /// <summary>The question about one candidate.</summary>
    public Question About(EntityUid candidate)
    {
        var (action, context) = Context(candidate);
        return new Question(Subject ?? Alone(candidate), action, Resource ?? Alone(candidate), context, []);
    }

    /// <summary>Tells one search from another, for page tokens: all that its answer depends on, but not how it was written.</summary>
    public byte[] Fingerprint()
    {
        var text = new StringBuilder().Append(Kind).Append('\n').Append(Type.Length).Append(Type).Append('\n');
        foreach (var party in new[] { Subject, Resource }.OfType<Party>())
        {
            text.Append(party.Uid).Append(party.Told).Append('\n');
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.Append(ContextText).ToString()));
    }

    // Without a schema the context reads alike for every action, and is read once.
    private static SearchQuery ReadActions(DecisionPoint point, QuestionReader reader, JsonElement body)
    {
        var (subject, resource) = (reader.ReadParty(body, "subject").Value, reader.ReadParty(body, "resource").Value);
        var shared = point.Schema is null ? reader.ReadContext(body, default, null).Value : null;
        return new(
            SearchKind.Action,
            "",
            subject,
            resource,
            point.Candidates.Actions(subject.Uid, resource.Uid),
            action => (action, shared ?? reader.ReadContext(body, action, null).Value),
            Requests.Json.Field(body, "context")?.GetRawText() ?? "");
    }

    private static Party Alone(EntityUid uid) => new(uid, CedarRecord.Empty, "");
}
