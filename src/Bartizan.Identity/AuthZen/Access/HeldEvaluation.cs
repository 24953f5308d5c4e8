using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Identity;
using Bartizan.Core.Json;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy;
using Bartizan.Policy.Holds;

namespace Bartizan.Identity.AuthZen.Access;

/// <summary>
/// An evaluation that policy holds, exactly: the enforcement point that asks, who wants to do what to which, in which circumstances, as RFC 8785 canonical JSON.
/// The moment (<c>context.time</c>) is no part of it. The subject stands in the chain, so that nobody approves what is done for themselves.
/// </summary>
internal sealed record HeldEvaluation(ChainMember Agent, ChainMember Subject, EntityUid Action, EntityUid Resource, string Json)
{
    /// <summary>The member of the context that says when; it never comes again.</summary>
    public const string Moment = "time";

    // What a person cannot take in, nobody can approve.
    private const int Largest = 64 << 10;
    private const int LongestAction = 200;

    /// <summary>SHA-256 of <see cref="Json"/>, 64 hex digits.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));

    /// <summary>The evaluation as grants are compared with it.</summary>
    public GrantedCall Granted => new(Agent.Id, [Subject], Action, Resource, Digest);

    /// <summary>The evaluation of a caller's question; null where people cannot be asked for it: it is too large, could be read in two ways, or its names are none.</summary>
    public static HeldEvaluation? Of(Principal caller, Question question)
    {
        var (subject, action, resource) = (question.Subject.Uid, question.Action, question.Resource.Uid);
        if (!IsPlain(action.Id) || !IsType(resource.Type) || !IsType(subject.Type))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("action", action.ToString());
            json.WriteString("agent", caller.AgentId);
            json.WriteStartObject("evaluation");
            json.WriteStartObject("context");
            foreach (var field in question.Context.Fields.Where(f => f.Key != Moment))
            {
                json.WritePropertyName(field.Key);
                field.Value.WriteJson(json);
            }

            json.WriteEndObject();
            json.WritePropertyName("resourceIs");
            question.Resource.Told.WriteJson(json);
            json.WritePropertyName("subjectIs");
            question.Subject.Told.WriteJson(json);
            json.WriteEndObject();
            json.WriteString("resource", resource.ToString());
            json.WriteString("subject", subject.ToString());
            json.WriteEndObject();
        }

        return buffer.WrittenCount <= Largest && CanonicalJson.Exact(buffer.WrittenSpan, Largest) is { } canonical
            ? new(ChainMember.Of(caller), Member(subject), new EntityUid("Action", action.Id), resource, canonical)
            : null;
    }

    // Its id stands in the grant's policy, where a name that a stranger chose must not.
    private static ChainMember Member(EntityUid subject) =>
        new("sub_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToString())).AsSpan(0, 16)), subject.Id, subject.Id);

    private static bool IsPlain(string name) => name.Length <= LongestAction && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '/' or '-');

    // As Cedar writes types: words, with :: between them.
    private static bool IsType(string type) => type.Split("::").All(w => w.Length > 0 && !char.IsAsciiDigit(w[0]) && w.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
}
