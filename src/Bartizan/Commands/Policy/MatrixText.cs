using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Commands.Policy;

/// <summary>Writes a permission matrix for people: principals of whom the same is true together, under each answer what it holds for, and why.</summary>
internal static class MatrixText
{
    public static void Write(TextWriter output, PermissionMatrix matrix)
    {
        var text = new AnalysisText(output);
        var rows = MatrixRow.Of(matrix);
        text.Line($"{matrix.Permissions} permissions: {matrix.Count(Permission.Always)} always, {matrix.Count(Permission.Depends)} depend on the context, {matrix.Count(Permission.Never)} never");
        if (matrix.Skipped > 0)
        {
            text.Line($"{matrix.Skipped} more were left out: narrow with --principal, --action or --resource, or raise --most");
        }

        foreach (var row in rows)
        {
            text.Line();
            text.Line(AnalysisText.Some(row.Principals));
            foreach (var answer in row.Answers)
            {
                Write(text, answer);
            }
        }
    }

    /// <summary>An answer in one word.</summary>
    public static string Word(Permission permission) => permission switch
    {
        Permission.Always => "always",
        Permission.Never => "never",
        _ => "depends",
    };

    /// <summary>The policies behind an answer, a line each.</summary>
    public static void WriteReasons(AnalysisText text, Outcome outcome, string indent)
    {
        foreach (var (policy, condition) in outcome.Policies)
        {
            text.Line($"{indent}{AnalysisText.Name(policy)}{(condition.Length == 0 ? "" : $" when {condition}")}");
        }

        if (outcome is { Permission: Permission.Never, Policies.Count: 0, Bound: null })
        {
            text.Line($"{indent}no policy permits it");
        }

        if (outcome.Bound is { } bound)
        {
            text.Line($"{indent}{Word(bound.Permission)} by the blueprint {bound.Name}{(bound.Policies.Count == 0 ? "" : ":")}");
            foreach (var (policy, condition) in bound.Policies)
            {
                text.Line($"{indent}  {AnalysisText.Effect(policy)} {policy.Id}{(condition.Length == 0 ? "" : $" when {condition}")}");
            }
        }

        foreach (var policy in outcome.Failing)
        {
            text.Line($"{indent}fails, and is ignored: {AnalysisText.Name(policy)}");
        }
    }

    private static void Write(AnalysisText text, MatrixAnswer answer)
    {
        var word = Word(answer.Outcome.Permission).PadRight(8);
        foreach (var area in answer.Areas)
        {
            text.Line($"  {word} {area.Action} on {AnalysisText.Some(area.Resources)}");
            word = new string(' ', word.Length);
        }

        WriteReasons(text, answer.Outcome, "           ");
    }
}
