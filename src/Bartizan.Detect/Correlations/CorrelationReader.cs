using System.Globalization;
using Bartizan.Core.Results;
using Bartizan.Detect.Conditions;
using Bartizan.Detect.Rules;
using Bartizan.Detect.Values;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Correlations;

/// <summary>Reads correlation documents (Sigma correlation rules specification 2.1).</summary>
internal sealed class CorrelationReader(string file, ICollection<InputError> errors)
{
    private const int MostRules = 256;
    private const long LongestSpan = 366L * 24 * 3600 * 1000;

    /// <summary>The correlation, or null when it is reported as wrong.</summary>
    public SigmaCorrelation? Read(YamlValue section, YamlValue document, RuleOrigin origin)
    {
        if (section.Kind != YamlKind.Map)
        {
            return Report("correlation: must hold type, rules, group-by and timespan.", "Write them below it, indented.", section);
        }

        if (Kind(section) is not { } kind)
        {
            return null;
        }

        var temporal = kind is CorrelationKind.Temporal or CorrelationKind.TemporalOrdered;
        var condition = section["condition"];
        var rules = Rules(section);
        var node = Boolean(condition, temporal, [.. rules.Select(r => r.Name)]);
        if (node is not null && rules.Count == 0)
        {
            rules = [.. Names(node).Distinct().Select(n => (n, condition!.Line, condition.Column))];
        }

        if (rules.Count is 0 or > MostRules)
        {
            return Report(rules.Count == 0 ? "The correlation names no rules." : $"The correlation names more than {MostRules} rules.", "Add rules: with ids or names of rules.", section);
        }

        if (Timespan(section) is not { } timespan)
        {
            return null;
        }

        var fields = condition is { Kind: YamlKind.Map } ? condition.TextsOf("field") : [];
        if (!temporal && kind != CorrelationKind.EventCount && fields.Count == 0)
        {
            return Report($"The condition of {section.TextOf("type")} names no field.", "Add field: below condition.", condition ?? section);
        }

        var bounds = node is null ? Bounds(condition) : [];
        if (bounds is null || (!temporal && bounds.Count == 0))
        {
            return bounds is null ? null : Report("The condition has no bound.", "Add for example gte: 10.", condition ?? section);
        }

        return new SigmaCorrelation
        {
            Origin = origin,
            Kind = kind,
            Rules = rules,
            GroupBy = [.. section.TextsOf("group-by").Distinct(StringComparer.Ordinal)],
            Timespan = timespan,
            Bounds = bounds,
            Fields = fields,
            Percentile = kind == CorrelationKind.ValueMedian ? 50 : Percentile(condition),
            Condition = node,
            Aliases = Aliases(section),
            Generate = (section.TextOf("generate") ?? document.TextOf("generate")) is "true" or "True" or "yes",
        };
    }

    private CorrelationKind? Kind(YamlValue section)
    {
        CorrelationKind? kind = section.TextOf("type") switch
        {
            "event_count" => CorrelationKind.EventCount,
            "value_count" => CorrelationKind.ValueCount,
            "temporal" or "temporal_extended" => CorrelationKind.Temporal,
            "temporal_ordered" or "temporal_ordered_extended" => CorrelationKind.TemporalOrdered,
            "value_sum" => CorrelationKind.ValueSum,
            "value_avg" => CorrelationKind.ValueAverage,
            "value_percentile" => CorrelationKind.ValuePercentile,
            "value_median" => CorrelationKind.ValueMedian,
            _ => null,
        };
        if (kind is null)
        {
            Report(
                $"'{section.TextOf("type")}' is no type of correlation.",
                "There are event_count, value_count, temporal, temporal_ordered, value_sum, value_avg, value_percentile and value_median.",
                section["type"] ?? section);
        }

        return kind;
    }

    private static List<(string Name, int Line, int Column)> Rules(YamlValue section) =>
        [.. (section["rules"]?.AsList() ?? []).Where(r => r.Kind == YamlKind.Scalar).Select(r => (r.Text, r.Line, r.Column))];

    private ConditionNode? Boolean(YamlValue? condition, bool temporal, string[] rules)
    {
        if (condition is not { Kind: YamlKind.Scalar })
        {
            return null;
        }

        if (!temporal)
        {
            Report("A condition over names of rules goes with temporal correlations only.", "Write a bound, such as gte: 10.", condition);
            return null;
        }

        try
        {
            var words = condition.Text.Split([' ', '(', ')', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
            return ConditionParser.Parse(new WrittenCondition(condition.Text, condition.Line, condition.Column), rules.Length > 0 ? rules : words, file);
        }
        catch (InputException wrong)
        {
            errors.Add(wrong.Errors[0]);
            return null;
        }
    }

    private long? Timespan(YamlValue section)
    {
        // 1M and 1y are the mean month and year of the Gregorian calendar.
        var text = section.TextOf("timespan") ?? section.TextOf("timeframe") ?? "";
        long? seconds = text.Length < 2 ? null : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            'M' => 2_629_746,
            'y' => 31_556_952,
            _ => null,
        };
        if (seconds is { } unit && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 && count <= LongestSpan / (unit * 1000))
        {
            return count * unit * 1000;
        }

        Report(text.Length == 0 ? "The correlation has no timespan." : $"'{text}' is no timespan of at most a year.", "Write a number and s, m, h or d, such as 10m.", section["timespan"] ?? section);
        return null;
    }

    private List<(Operator, double)>? Bounds(YamlValue? condition)
    {
        var bounds = new List<(Operator, double)>();
        foreach (var (key, value) in condition?.Fields ?? [])
        {
            Operator? by = key.Text switch
            {
                "gt" => Operator.Greater,
                "gte" => Operator.GreaterOrEqual,
                "lt" => Operator.Less,
                "lte" => Operator.LessOrEqual,
                "eq" => Operator.Equal,
                "neq" => Operator.NotEqual,
                _ => null,
            };
            if (by is { } known && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                bounds.Add((known, number));
            }
            else if (key.Text is not ("field" or "percentile"))
            {
                Report(by is null ? $"'{key.Text}' is not known in a condition." : $"'{value.Text}' is no number.", "There are gt, gte, lt, lte, eq, neq with a number, field and percentile.", key);
                return null;
            }
        }

        return bounds;
    }

    private double? Percentile(YamlValue? condition)
    {
        if (condition?.TextOf("percentile") is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var percentile) && percentile is >= 0 and <= 100)
        {
            return percentile;
        }

        Report($"'{text}' is no percentile.", "Write a number from 0 to 100.", condition["percentile"]!);
        return null;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Aliases(YamlValue section) =>
        (section["aliases"]?.Fields ?? []).ToDictionary(
            a => a.Key.Text,
            a => (IReadOnlyDictionary<string, string>)a.Value.Fields.ToDictionary(f => f.Key.Text, f => f.Value.Text, StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static IEnumerable<string> Names(ConditionNode node) => node switch
    {
        NamedCondition named => [named.Name],
        JoinedCondition joined => joined.Parts.SelectMany(Names),
        NegatedCondition negated => Names(negated.Part),
        _ => [],
    };

    private SigmaCorrelation? Report(string what, string fix, YamlValue at)
    {
        errors.Add(new InputError(what, fix, file, at.Line, at.Column));
        return null;
    }
}
