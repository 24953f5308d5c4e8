using System.Text.RegularExpressions;
using Bartizan.Core.Results;
using Bartizan.Detect.Rules;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Pipelines;

/// <summary>Reads the conditions of a pipeline's step, by their names in pySigma.</summary>
internal sealed class ConditionReader(string file, ICollection<InputError> errors)
{
    public StepConditions Read(YamlValue step) => new()
    {
        Rules = List(step, "rule_conditions", "rule_cond", RuleCondition),
        Items = List(step, "detection_item_conditions", "detection_item_cond", ItemCondition),
        Fields = List(step, "field_name_conditions", "field_name_cond", FieldCondition),
    };

    /// <summary>A regular expression of a pipeline, or null when it is reported as wrong.</summary>
    public Regex? Pattern(YamlValue at, string? pattern)
    {
        try
        {
            // None is wrong in the same way as a broken one. Pipelines bring their own patterns; NonBacktracking keeps the time linear.
#pragma warning disable MA0009
            return new Regex(pattern ?? "(", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
#pragma warning restore MA0009
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            errors.Add(new InputError($"The regular expression is wrong: {e.Message}", "Look-around and back references are not taken.", file, at.Line, at.Column));
            return null;
        }
    }

    private ConditionList<T> List<T>(YamlValue step, string section, string prefix, Func<YamlValue, string, Func<T, bool>?> read)
    {
        if (step[prefix + "_expr"] is { } expression)
        {
            errors.Add(new InputError($"'{prefix}_expr' is not read.", $"Write {prefix}_op: and or or, and {prefix}_not.", file, expression.Line, expression.Column));
        }

        var tests = new List<Func<T, bool>>();
        foreach (var condition in step[section]?.AsList() ?? [])
        {
            var type = condition.TextOf("type") ?? "";
            if (read(condition, type) is { } test)
            {
                tests.Add(test);
            }
            else
            {
                errors.Add(new InputError($"There is no condition '{type}' in {section}.", "docs/detect.md lists those that are read.", file, condition.Line, condition.Column));
            }
        }

        return new ConditionList<T>(tests, step.TextOf(prefix + "_op") is "or", step.TextOf(prefix + "_not") is "true" or "True");
    }

    private static Func<RuleDraft, bool>? RuleCondition(YamlValue condition, string type)
    {
        switch (type)
        {
            case "logsource":
                var source = new LogSource(condition.TextOf("product"), condition.TextOf("service"), condition.TextOf("category"));
                return rule => source.Covers(rule.Source);
            case "contains_field":
                var field = condition.TextOf("field");
                return rule => rule.Items.Any(i => i.Field == field);
            case "contains_detection_item":
                var (of, value) = (condition.TextOf("field"), condition.TextOf("value"));
                return rule => rule.Items.Any(i => i.Field == of && i.Values.Any(v => v.Text == value));
            case "processing_item_applied":
                var id = condition.TextOf("processing_item_id") ?? "";
                return rule => rule.Applied.Contains(id);
            case "processing_state":
                var (key, wanted) = (condition.TextOf("key") ?? "", condition.TextOf("val"));
                return rule => rule.State.TryGetValue(key, out var set) && set == wanted;
            case "tag":
                var tag = condition.TextOf("tag") ?? "";
                return rule => rule.Origin.Tags.Contains(tag);
            case "is_sigma_rule":
                return _ => true;
            case "is_sigma_correlation_rule":
                return _ => false;
            default:
                return null;
        }
    }

    private Func<(RuleDraft Rule, DetectionItem Item), bool>? ItemCondition(YamlValue condition, string type)
    {
        var all = condition.TextOf("cond") is "all";
        switch (type)
        {
            case "match_string":
                var pattern = Pattern(condition, condition.TextOf("pattern"));
                return of => pattern is not null && Of(of.Item, all, v => v.Text is { } text && pattern.IsMatch(text));
            case "match_value":
                var value = condition.TextOf("value");
                return of => Of(of.Item, all, v => v.Text == value);
            case "is_null":
                return of => Of(of.Item, all, v => v.Text is null);
            case "contains_wildcard":
                return of => Of(of.Item, all, v => v.Text is { } text && Values.SigmaText.HasWildcards(Values.SigmaText.Parse(text)));
            case "processing_item_applied":
                var id = condition.TextOf("processing_item_id") ?? "";
                return of => of.Rule.Applied.Contains(id);
            default:
                return null;
        }
    }

    private Func<string, bool>? FieldCondition(YamlValue condition, string type)
    {
        if (type is not ("include_fields" or "exclude_fields"))
        {
            return null;
        }

        var names = condition.TextsOf("fields");
        Func<string, bool> named = names.Contains;
        if (condition.TextOf("match_type") is "regex" || condition.TextOf("type_") is "re" || condition.TextOf("mode") is "regex" or "re")
        {
            var patterns = names.Select(n => Pattern(condition, n)).OfType<Regex>().ToList();
            named = field => patterns.Exists(p => p.Match(field) is { Success: true, Index: 0 });
        }

        return type == "include_fields" ? named : field => !named(field);
    }

    private static bool Of(DetectionItem item, bool all, Func<WrittenValue, bool> test) => all ? item.Values.All(test) : item.Values.Any(test);
}
