using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Identity.AuthZen.Requests;

/// <summary>How a batch goes on (AuthZEN Authorization API 1.0, "Evaluations semantics").</summary>
internal enum BatchSemantic
{
    /// <summary>Every evaluation is answered.</summary>
    ExecuteAll,

    /// <summary>The first denial is the last answer.</summary>
    DenyOnFirstDeny,

    /// <summary>The first permission is the last answer.</summary>
    PermitOnFirstPermit,
}

/// <summary>Several evaluations in one request.</summary>
/// <param name="Evaluations">The evaluations, in order.</param>
/// <param name="Semantic">How they go on.</param>
internal sealed record Batch(IReadOnlyList<JsonElement> Evaluations, BatchSemantic Semantic)
{
    /// <summary>Reads the batch of a body; null where there is none, and the body is one evaluation.</summary>
    /// <exception cref="InputException">It is not a batch, or too large.</exception>
    public static Batch? Read(JsonElement body, int most)
    {
        var semantic = ReadSemantic(Json.Field(body, "options"));
        return Json.Field(body, "evaluations") switch
        {
            null => null,
            { ValueKind: not JsonValueKind.Array } => throw Json.Wrong("evaluations", "an array"),
            { } list when list.GetArrayLength() == 0 => null,
            { } list when list.GetArrayLength() > most => throw new InputException(new InputError($"evaluations has {list.GetArrayLength()} entries; at most {most} are answered at once.", "Send several requests.")),
            { } list => new Batch([.. list.EnumerateArray()], semantic),
        };
    }

    /// <summary>Whether a decision is the last one.</summary>
    public bool EndsWith(bool decision) => decision ? Semantic == BatchSemantic.PermitOnFirstPermit : Semantic == BatchSemantic.DenyOnFirstDeny;

    private static BatchSemantic ReadSemantic(JsonElement? options)
    {
        if (options is not { } given || Json.Field(Json.Object(given, "options"), "evaluations_semantic") is not { } semantic)
        {
            return BatchSemantic.ExecuteAll;
        }

        return Json.Name(semantic, "options.evaluations_semantic") switch
        {
            "execute_all" => BatchSemantic.ExecuteAll,
            "deny_on_first_deny" => BatchSemantic.DenyOnFirstDeny,
            "permit_on_first_permit" => BatchSemantic.PermitOnFirstPermit,
            _ => throw Json.Wrong("options.evaluations_semantic", "execute_all, deny_on_first_deny or permit_on_first_permit"),
        };
    }
}
