using System.Text;
using Bartizan.Policy.History;

namespace Bartizan.Policy.Syntax;

/// <summary>Writes policies as Cedar text in one uniform layout.</summary>
internal static class PolicyPrinter
{
    private const int WidestHead = 100;

    public static string Print(PolicySyntax policy)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in policy.Annotations)
        {
            text.Append('@').Append(key).Append("(\"").Append(CedarText.Escape(value)).Append("\")\n");
        }

        text.Append(policy.Effect == Effect.Permit ? "permit" : "forbid");
        string[] head = [Print("principal", policy.Principal), Print("action", policy.Action), Print("resource", policy.Resource)];
        _ = head.Sum(h => h.Length) > WidestHead
            ? text.Append(" (\n  ").AppendJoin(",\n  ", head).Append("\n)")
            : text.Append(" (").AppendJoin(", ", head).Append(')');
        foreach (var condition in policy.Conditions)
        {
            text.Append(condition.IsWhen ? "\nwhen " : "\nunless ").Append(ExprParts.All(condition.Body).Any(e => e is HistoryExpr) ? "history { " : "{ ");
            new ExprPrinter(text).Write(condition.Body);
            text.Append(" }");
        }

        return text.Append(";\n").ToString();
    }

    /// <summary>One part of the head, as <c>principal in Group::"x"</c>.</summary>
    public static string Print(string variable, Scope scope)
    {
        var target = scope switch
        {
            { IsSlot: true } => $"?{variable}",
            { IsList: true } => $"[{string.Join(", ", scope.Uids)}]",
            { Uids: [var only] } => only.ToString(),
            _ => "",
        };
        return scope.Kind switch
        {
            ScopeKind.Any => variable,
            ScopeKind.Equal => $"{variable} == {target}",
            ScopeKind.In => $"{variable} in {target}",
            ScopeKind.Is => $"{variable} is {scope.Type}",
            _ => $"{variable} is {scope.Type} in {target}",
        };
    }
}
