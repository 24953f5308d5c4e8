using System.Buffers;
using System.Text.RegularExpressions;

namespace Bartizan.Guard.Arguments;

/// <summary>Rules of one label. The first match of each counts, so that the work is linear whatever the text.</summary>
internal sealed class RuleSet
{
    private readonly PatternRule[] _rules;
    private readonly Lazy<Regex>[] _patterns;
    private readonly SearchValues<string>[] _needs;
    private readonly SearchValues<string> _any;

    /// <summary>Compiles rules; a pattern is built when it is first needed.</summary>
    public RuleSet(PatternRule[] rules)
    {
        _rules = rules;
        _patterns = [.. rules.Select(r => new Lazy<Regex>(() => new Regex(r.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)))];
        _needs = [.. rules.Select(r => SearchValues.Create(r.Needs, StringComparison.Ordinal))];
        _any = SearchValues.Create([.. rules.SelectMany(r => r.Needs).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
    }

    /// <summary>Adds what a value of <paramref name="kind"/> holds.</summary>
    public void Check(Reading reading, ArgumentKind kind, string label, List<ArgumentHit> hits)
    {
        var text = reading.Text;
        if (!text.ContainsAny(_any))
        {
            return;
        }

        for (var i = 0; i < _rules.Length; i++)
        {
            var rule = _rules[i];
            if ((rule.Kinds & kind) == default || !text.ContainsAny(_needs[i]))
            {
                continue;
            }

            foreach (var match in _patterns[i].Value.EnumerateMatches(text))
            {
                var span = text.Slice(match.Index, match.Length);
                var trimmed = span.Trim();
                hits.Add(reading.Hit(match.Index + (span.Length - span.TrimStart().Length), trimmed.Length, label, rule.Score, rule.Reason));
                break;
            }
        }
    }
}
