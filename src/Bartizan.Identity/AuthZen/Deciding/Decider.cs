using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Validation;

namespace Bartizan.Identity.AuthZen.Deciding;

/// <summary>Answers one question by the policies of a decision point.</summary>
internal static class Decider
{
    /// <summary>Answers, as if these policies were lifted; null for none.</summary>
    public static Decided Decide(DecisionPoint point, Question question, IReadOnlySet<string>? lifted = null)
    {
        var ignored = new List<string>(question.Ignored);
        var entities = ToldEntities.Add(point.Entities, question.Subject, ignored);
        entities = ToldEntities.Add(entities, question.Resource, ignored);
        var request = new AuthorizationRequest(question.Subject.Uid, question.Action, question.Resource.Uid, question.Context);
        return Unfit(point, request, entities) is { } misfit
            ? Decided.Unasked(misfit, question)
            : new Decided { Question = question, Answer = point.Engine.Authorize(request, entities, lifted), Ignored = ignored };
    }

    /// <summary>
    /// Why a request does not fit the schema, or null. What does not fit is denied without asking: a policy that forbids could fail on it, and what
    /// fails is ignored.
    /// </summary>
    public static string? Unfit(DecisionPoint point, AuthorizationRequest request, EntityStore entities)
    {
        if (point.Schema is not { } schema)
        {
            return null;
        }

        var errors = RequestValidator.Validate(request, schema);
        return errors.Count > 0 ? errors[0].ToString() : Unfit(request.Principal) ?? Unfit(request.Resource);

        // Stored entities fitted when they were loaded; one that a caller told something of may not any more.
        string? Unfit(EntityUid uid) => entities.Find(uid) is { } entity && !ReferenceEquals(entity, point.Entities.Find(uid))
            ? RequestValidator.Validate(entity, schema) is [var first, ..] ? first.ToString() : null
            : null;
    }
}
