using Bartizan.Core.Results;
using Bartizan.Detect.Conditions;
using Bartizan.Detect.Matching;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Compiling;

/// <summary>Makes one expression of a rule's selections, conditions and the filters that name it.</summary>
internal sealed class RuleCompiler(AtomTable atoms, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
{
    /// <summary>A rule ready to be indexed.</summary>
    /// <exception cref="CompileException">It cannot be compiled.</exception>
    public CompiledRule Compile(SigmaRule rule, IReadOnlyList<SigmaFilter> filters)
    {
        var own = Expression.AnyOf([.. rule.Conditions.Select(c => Build(rule.Origin.File, rule.Detections, c, rule.Placeholders))]);
        var filtered = filters.Where(f => f.Source.Covers(rule.Source) && (f.Rules.Count == 0 || f.Rules.Any(rule.Origin.IsCalled))).ToList();
        return new CompiledRule(
            rule.Origin,
            rule.Source,
            Expression.AllOf([own, .. filtered.Select(f => Build(f.Origin.File, f.Detections, f.Condition, rule.Placeholders))]));
    }

    private Expression Build(string file, IReadOnlyDictionary<string, DetectionNode> detections, WrittenCondition condition, IReadOnlyDictionary<string, IReadOnlyList<string>> own)
    {
        var items = new ItemCompiler(atoms, name => own.GetValueOrDefault(name) ?? placeholders.GetValueOrDefault(name), file);
        var made = new Dictionary<string, Expression>(StringComparer.Ordinal);
        try
        {
            return Convert(ConditionParser.Parse(condition, [.. detections.Keys], file));
        }
        catch (InputException wrong)
        {
            throw new CompileException(wrong.Errors[0]);
        }

        Expression Convert(ConditionNode node) => node switch
        {
            NamedCondition named => made.TryGetValue(named.Name, out var known) ? known : made[named.Name] = Selection(detections[named.Name]),
            JoinedCondition joined => joined.All ? Expression.AllOf([.. joined.Parts.Select(Convert)]) : Expression.AnyOf([.. joined.Parts.Select(Convert)]),
            NegatedCondition negated => new NegatedExpression(Convert(negated.Part)),
            _ => throw new NotSupportedException(node.GetType().Name),
        };

        Expression Selection(DetectionNode node) => node switch
        {
            DetectionItem item => items.Compile(item),
            DetectionGroup { All: true } group => Expression.AllOf([.. group.Parts.Select(Selection)]),
            DetectionGroup group => Expression.AnyOf([.. group.Parts.Select(Selection)]),
            _ => throw new NotSupportedException(node.GetType().Name),
        };
    }
}

/// <summary>A rule as one expression.</summary>
/// <param name="Origin">What it says of itself.</param>
/// <param name="Source">The log source whose events it is asked of.</param>
/// <param name="Expression">When it matches.</param>
internal sealed record CompiledRule(RuleOrigin Origin, LogSource Source, Expression Expression);
