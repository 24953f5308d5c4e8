using Bartizan.Core.Text;
using Bartizan.Policy.History;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Validation;

/// <summary>Checks that the entity types, actions and listed ids that a policy spells out are declared, also where it can never come to them.</summary>
internal sealed class EntityNames(PolicySchema schema, Findings findings)
{
    public void Check(PolicySyntax policy)
    {
        foreach (var scope in (Scope[])[policy.Principal, policy.Action, policy.Resource])
        {
            Check(scope);
        }

        foreach (var condition in policy.Conditions)
        {
            foreach (var part in ExprParts.All(condition.Body))
            {
                Check(part);
            }
        }
    }

    private void Check(Scope scope)
    {
        if (scope.Type.Length > 0)
        {
            CheckType(scope.Type, scope.TypeSpan);
        }

        for (var i = 0; i < scope.Uids.Count; i++)
        {
            CheckUid(scope.Uids[i], i < scope.Spans.Count ? scope.Spans[i] : default);
        }
    }

    private void Check(Expr part)
    {
        switch (part)
        {
            case LiteralExpr { Value: CedarEntity entity }:
                CheckUid(entity.Uid, part.Span);
                break;
            case IsExpr e:
                CheckType(e.Type, e.Span);
                break;
            case HistoryExpr e:
                foreach (var pattern in e.Query.Patterns)
                {
                    Check(pattern.Action);
                    Check(pattern.Resource);
                }

                break;
        }
    }

    private void CheckType(string type, SourceSpan at)
    {
        if (!schema.Knows(type))
        {
            findings.Report(at, $"The schema has no entity type {type}.", NearestName.Hint(type, schema.EntityTypes) ?? "Declare it, or name another one.");
        }
    }

    private void CheckUid(EntityUid uid, SourceSpan at)
    {
        if (ScopeParser.IsActionType(uid.Type))
        {
            if (schema.FindAction(uid) is null)
            {
                findings.Report(at, $"The schema has no action {Findings.Short(uid.ToString())}.", ActionHint(uid));
            }

            return;
        }

        CheckType(uid.Type, at);
        if (schema.FindEntity(uid.Type)?.Ids is { } ids && !ids.Contains(uid.Id, StringComparer.Ordinal))
        {
            var listed = ids.Count <= 12 ? $"There are only {string.Join(", ", ids.Select(id => $"\"{CedarText.Escape(id)}\""))}." : "";
            findings.Report(at, $"{uid.Type} has no {Findings.Short($"\"{CedarText.Escape(uid.Id)}\"")}.", NearestName.Hint(uid.Id, ids) ?? listed);
        }
    }

    private string ActionHint(EntityUid uid)
    {
        var elsewhere = schema.Actions.FirstOrDefault(a => string.Equals(a.Uid.Id, uid.Id, StringComparison.Ordinal));
        var near = elsewhere?.Uid.Id ?? NearestName.Find(uid.Id, schema.Actions.Select(a => a.Uid.Id));
        return near is null ? "Declare it, or name another one." : $"Did you mean {schema.Actions.First(a => a.Uid.Id == near).Uid}?";
    }
}
