using Bartizan.Core.Results;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <summary>Collects what is wrong in one policy; what is wrong alike for several kinds of request is told once.</summary>
internal sealed class Findings(Policy policy, PolicyPlaces places)
{
    /// <summary>Beyond this, more errors tell a person nothing new.</summary>
    private const int Most = 50;

    private const int LongestText = 80;

    private readonly Dictionary<(int At, string What, string Fix), List<RequestKind>> _errors = [];
    private readonly List<ValidationFinding> _warnings = [];

    /// <summary>Text that is cut where a person would stop reading.</summary>
    public static string Short(string text) => text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText - 1)}…";

    /// <summary>A type for people.</summary>
    public static string Named(SchemaType type) => type.Size > LongestText ? "a large record" : Short(type.Text);

    public void Report(Expr at, string what, string fix, RequestKind? kind = null) => Report(at.Span, what, fix, kind);

    public void Report(SourceSpan at, string what, string fix, RequestKind? kind = null)
    {
        var key = (at.Start, what, fix);
        if (!_errors.TryGetValue(key, out var kinds))
        {
            if (_errors.Count >= Most)
            {
                return;
            }

            _errors.Add(key, kinds = []);
        }

        if (kind is not null)
        {
            kinds.Add(kind);
        }
    }

    public void ReportMismatch(Expr at, string needs, SchemaType found, RequestKind kind, string fix = "") =>
        Report(at, $"{needs}, but {Short(ExprPrinter.Print(at))} is {Named(found)}.", fix, kind);

    public void Warn(string what, string fix) =>
        _warnings.Add(new ValidationFinding(policy.Id, IsError: false, new InputError(what, fix, policy.File, policy.Line, policy.Line == 0 ? 0 : policy.Column)));

    /// <summary>Everything found, in the order of the text.</summary>
    /// <param name="checkedKinds">Of how many kinds of request the policy was checked.</param>
    public IEnumerable<ValidationFinding> All(int checkedKinds) =>
        _errors.OrderBy(e => e.Key.At).Select(e =>
        {
            var (line, column) = places.Find(e.Key.At);
            var what = e.Value.Count == 0 || e.Value.Count == checkedKinds ? e.Key.What : $"{e.Key.What[..^1]} ({In(e.Value)}).";
            return new ValidationFinding(policy.Id, IsError: true, new InputError(what, e.Key.Fix, policy.File, line, column));
        }).Concat(_warnings);

    private static string In(List<RequestKind> kinds) => kinds.Count switch
    {
        1 => $"for {kinds[0]}",
        2 => $"for {kinds[0]}, and for {kinds[1]}",
        _ => $"for {kinds[0]} and {kinds.Count - 1} more kinds of request",
    };
}
