using Bartizan.Core.Results;
using Bartizan.Policy.Json;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Policy;

/// <summary>One question: may this principal take this action on this resource, in this context?</summary>
public sealed record AuthorizationRequest(EntityUid Principal, EntityUid Action, EntityUid Resource, CedarRecord Context)
{
    /// <summary>
    /// Reads <c>{"principal": …, "action": …, "resource": …, "context": {…}}</c>; entities as <c>{"type", "id"}</c>, the same
    /// inside <c>__entity</c>, or Cedar text. The context may be missing; other fields are left to whoever owns them.
    /// </summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="line">Named in errors where the object is one line of many, else 0.</param>
    /// <param name="schema">Lets the context's values be written plainly.</param>
    /// <exception cref="InputException">The text is not that.</exception>
    public static AuthorizationRequest FromJson(string json, string file = "", int line = 0, PolicySchema? schema = null) =>
        RequestJsonReader.Read(json, file, line, schema);
}
