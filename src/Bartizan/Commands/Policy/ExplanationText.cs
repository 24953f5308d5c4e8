using Bartizan.Policy.Explaining;

namespace Bartizan.Commands.Policy;

/// <summary>Draws an explanation as a tree that people read from the top.</summary>
internal static class ExplanationText
{
    private const int WidestText = 110;

    public static void Write(TextWriter output, Explanation explanation)
    {
        var answer = explanation.Answer;
        output.WriteLine(answer.Allowed ? "ALLOW" : "DENY");
        output.WriteLine(Summary(explanation));
        foreach (var policy in explanation.Policies.OrderByDescending(p => p.IsDetermining).ThenByDescending(p => p.Outcome))
        {
            output.WriteLine();
            Write(output, policy);
        }
    }

    private static string Summary(Explanation explanation)
    {
        var answer = explanation.Answer;
        var why = answer switch
        {
            { Allowed: true } => $"permitted by {string.Join(", ", answer.Reasons)}",
            { Determining: [{ IsHeldPermit: true }, ..] } => $"permitted by {string.Join(", ", answer.Reasons)}, once a person approves it",
            { Reasons.Count: > 0 } => $"forbidden by {string.Join(", ", answer.Reasons)}",
            _ => "no permit is satisfied, and what is not permitted is denied",
        };
        return $"{why}; {explanation.Policies.Count} policies speak of this request, {explanation.NotApplicable} do not";
    }

    private static void Write(TextWriter output, PolicyExplanation policy)
    {
        var outcome = policy.Outcome switch
        {
            PolicyOutcome.Satisfied when policy.Policy.IsShadow => "satisfied, but in shadow mode: it decides nothing",
            PolicyOutcome.Satisfied when policy.Policy.IsHeldPermit => "satisfied, but counts only once a person approves it",
            PolicyOutcome.Satisfied => policy.IsDetermining ? "satisfied, determines the answer" : "satisfied, but overruled",
            PolicyOutcome.Error => $"ignored, since it failed: {policy.Error}",
            _ => "not satisfied",
        };
        var place = policy.Policy.Line > 0 ? $"  ({policy.Policy.File}:{policy.Policy.Line})" : "";
        output.WriteLine($"{(policy.Policy.Effect == Bartizan.Policy.Effect.Permit ? "permit" : "forbid")} {policy.Policy.Id}: {outcome}{place}");
        if (policy.Policy.Annotations.TryGetValue("message", out var message))
        {
            output.WriteLine($"  says: {message}");
        }

        foreach (var part in policy.Head.Where(h => h.Contains(' ')))
        {
            output.WriteLine($"  ✔ {part}");
        }

        foreach (var condition in policy.Conditions)
        {
            var mark = condition.Holds switch { true => "✔", false => "✘", null => condition.Reason.Outcome == ReasonOutcome.NotReached ? "·" : "!" };
            output.WriteLine($"  {mark} {(condition.IsWhen ? "when" : "unless")}");
            Write(output, condition.Reason, "    ", isLast: true);
        }
    }

    private static void Write(TextWriter output, Reason reason, string indent, bool isLast)
    {
        // Plain values read better behind the part that uses them than on lines of their own.
        var values = reason.Parts.All(p => p is { Outcome: ReasonOutcome.Value, Parts.Count: 0 });
        var inline = values ? string.Concat(reason.Parts.Where(p => p.Value != p.Text).Select(p => $"  ({p.Text} is {p.Value})")) : "";
        output.WriteLine($"{indent}{(isLast ? "└─" : "├─")} {Mark(reason)} {Short(reason.Text)}{Value(reason)}{inline}");
        if (values)
        {
            return;
        }

        var below = indent + (isLast ? "   " : "│  ");
        for (var i = 0; i < reason.Parts.Count; i++)
        {
            Write(output, reason.Parts[i], below, i == reason.Parts.Count - 1);
        }
    }

    private static string Short(string text) => text.Length <= WidestText ? text : $"{text.AsSpan(0, WidestText)}…";

    private static string Mark(Reason reason) => reason.Outcome switch
    {
        ReasonOutcome.True => "✔",
        ReasonOutcome.False => "✘",
        ReasonOutcome.Error => "!",
        ReasonOutcome.NotReached => "·",
        _ => "=",
    };

    private static string Value(Reason reason) => reason.Outcome switch
    {
        ReasonOutcome.Value when reason.Value != reason.Text => $"  is {reason.Value}",
        ReasonOutcome.Error => $"  {reason.Value}",
        ReasonOutcome.NotReached => "  (not reached)",
        _ => "",
    };
}
