using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Access;
using Bartizan.Identity.AuthZen.Answers;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Identity.AuthZen.Recording;
using Bartizan.Identity.AuthZen.Requests;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Answers evaluations, one or a batch.</summary>
internal sealed class EvaluationHandler(DecisionRecorder recorder, HeldEvaluations held)
{
    /// <summary>The answer; null when it could not be recorded.</summary>
    /// <param name="call">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="batch">The batch in it, or null where the body is one evaluation.</param>
    /// <exception cref="InputException">The body as a whole is not as it must be.</exception>
    public async ValueTask<byte[]?> AnswerAsync(AuthZenCall call, JsonElement body, Batch? batch)
    {
        var reader = new QuestionReader(call.Point, call.Point.Callers.MayTell(call.Caller), body);
        IReadOnlyList<Decided> decisions = batch is null ? [await held.ConsiderAsync(call, Decider.Decide(call.Point, reader.Read(body)))] : await DecideAsync(call, reader, batch);
        return await recorder.RecordAsync(call, decisions) ? Answer.Json(json => Write(json, call, decisions, batch is not null)) : null;
    }

    // What is wrong with one evaluation denies that one and no other.
    private async ValueTask<List<Decided>> DecideAsync(AuthZenCall call, QuestionReader reader, Batch batch)
    {
        var decisions = new List<Decided>(batch.Evaluations.Count);
        foreach (var evaluation in batch.Evaluations)
        {
            call.Http.RequestAborted.ThrowIfCancellationRequested();
            Decided decided;
            try
            {
                decided = await held.ConsiderAsync(call, Decider.Decide(call.Point, reader.Read(Requests.Json.Object(evaluation, $"evaluations[{decisions.Count}]"))));
            }
            catch (InputException e)
            {
                decided = Decided.Unasked(e.Message);
            }

            decisions.Add(decided);
            if (batch.EndsWith(decided.Allowed))
            {
                break;
            }
        }

        return decisions;
    }

    private static void Write(Utf8JsonWriter json, AuthZenCall call, IReadOnlyList<Decided> decisions, bool batch)
    {
        if (!batch)
        {
            EvaluationJson.Write(json, decisions[0], call.Point.Metadata);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("evaluations");
        foreach (var decided in decisions)
        {
            EvaluationJson.Write(json, decided, call.Point.Metadata);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
