using System.Text.Json;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Commands.Policy;

/// <summary>Writes a permission matrix for programs: JSON with every entity named, or CSV with a line for each principal, action and resource.</summary>
internal static class MatrixData
{
    public static void WriteJson(TextWriter output, PermissionMatrix matrix) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            matrix.Permissions,
            always = matrix.Count(Permission.Always),
            depends = matrix.Count(Permission.Depends),
            never = matrix.Count(Permission.Never),
            matrix.Skipped,
            rows = MatrixRow.Of(matrix).Select(r => new
            {
                principals = r.Principals.Select(p => p.ToString()),
                answers = r.Answers.Select(a => new
                {
                    permission = MatrixText.Word(a.Outcome.Permission),
                    policies = a.Outcome.Policies.Select(Policy),
                    blueprint = Bound(a.Outcome.Bound),
                    failing = a.Outcome.Failing.Select(p => p.Id),
                    on = a.Areas.Select(o => new { action = o.Action.ToString(), resources = o.Resources.Select(x => x.ToString()) }),
                }),
            }),
        },
        FormatOption.Json));

    public static void WriteCsv(TextWriter output, PermissionMatrix matrix)
    {
        output.WriteLine("principal,action,resource,permission,policies,condition,blueprint");
        foreach (var cell in matrix.Cells)
        {
            var (permission, action) = (MatrixText.Word(cell.Outcome.Permission), Field(cell.Action));
            var policies = Field(string.Join(' ', cell.Outcome.Policies.Select(p => p.Policy.Id)));
            var condition = Field(string.Join("; ", cell.Outcome.Policies.Where(p => p.Condition.Length > 0).Select(p => $"{p.Policy.Id} when {p.Condition}")));
            var blueprint = Field(cell.Outcome.Bound?.Name ?? "");
            foreach (var principal in cell.Principals.Members)
            {
                foreach (var resource in cell.Resources.Members)
                {
                    output.WriteLine($"{Field(principal)},{action},{Field(resource)},{permission},{policies},{condition},{blueprint}");
                }
            }
        }
    }

    /// <summary>What a blueprint takes away, as JSON.</summary>
    public static object? Bound(MatrixBound? bound) => bound is null ? null : new { bound.Name, permission = MatrixText.Word(bound.Permission), policies = bound.Policies.Select(Policy) };

    /// <summary>A policy's part as JSON.</summary>
    public static object Policy(DecidingPolicy part) => new
    {
        id = part.Policy.Id,
        effect = AnalysisText.Effect(part.Policy),
        file = part.Policy.File.Length > 0 ? part.Policy.File : null,
        line = part.Policy.Line > 0 ? part.Policy.Line : (int?)null,
        condition = part.Condition.Length > 0 ? part.Condition : null,
    };

    private static string Field(EntityUid uid) => Field(uid.ToString());

    // What a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
    private static string Field(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny("\",\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
