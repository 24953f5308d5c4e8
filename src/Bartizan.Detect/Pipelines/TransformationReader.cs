using Bartizan.Core.Results;
using Bartizan.Detect.Rules;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Pipelines;

/// <summary>Reads what a pipeline's step changes, by its name in pySigma.</summary>
internal sealed class TransformationReader(string file, IReadOnlyDictionary<string, IReadOnlyList<string>> variables, ConditionReader conditions, ICollection<InputError> errors)
{
    /// <summary>The change, or null when it is reported as not known.</summary>
    public Func<RuleDraft, StepConditions, bool>? Read(YamlValue step)
    {
        var type = step.TextOf("type") ?? "";
        switch (type)
        {
            case "field_name_mapping":
                var mapping = Lists(step["mapping"]);
                return Fields(field => mapping.GetValueOrDefault(field));
            case "field_name_prefix_mapping":
                var prefixes = Lists(step["mapping"]);
                return Fields(field => prefixes.FirstOrDefault(p => field.StartsWith(p.Key, StringComparison.Ordinal)) is { Key: { } prefix } found
                    ? [.. found.Value.Select(to => to + field[prefix.Length..])]
                    : null);
            case "field_name_prefix":
                return Fields(field => [step.TextOf("prefix") + field]);
            case "field_name_suffix":
                return Fields(field => [field + step.TextOf("suffix")]);
            case "field_name_transform":
                return Fields(field => step.TextOf("transform_func") switch { "lower" => [field.ToLowerInvariant()], "upper" => [field.ToUpperInvariant()], _ => null });
            case "drop_detection_item":
                return Items((_, _) => null);
            case "change_logsource":
                var source = new LogSource(step.TextOf("product"), step.TextOf("service"), step.TextOf("category"));
                return (rule, _) =>
                {
                    rule.Source = source;
                    return true;
                };
            case "add_condition":
                return AddCondition(step);
            case "set_state":
                return (rule, _) =>
                {
                    rule.State[step.TextOf("key") ?? ""] = step.TextOf("val") ?? "";
                    return true;
                };
            case "value_placeholders" or "wildcard_placeholders":
                return Placeholders(step, type);
            case "rule_failure":
                return (rule, _) => Fail(rule, step);
            case "detection_item_failure":
                return (rule, when) => rule.Items.Any(i => when.Holds(rule, i)) && Fail(rule, step);
            case "convert_type" or "set_custom_attribute":
                // Values compare by their text whatever their type, and there is no query to put attributes on.
                return (_, _) => true;
            default:
                return Values(step, type);
        }
    }

    private Func<RuleDraft, StepConditions, bool>? Values(YamlValue step, string type)
    {
        switch (type)
        {
            case "replace_string":
                var (pattern, to) = (conditions.Pattern(step, step.TextOf("regex")), step.TextOf("replacement") ?? "");
                return Texts(text => pattern is null ? [text] : [pattern.Replace(text, to.Replace("\\g<0>", "$0", StringComparison.Ordinal))]);
            case "map_string":
                var map = Lists(step["mapping"]);
                return Texts(text => map.GetValueOrDefault(text) ?? [text]);
            case "set_value":
                return Texts(_ => [step.TextOf("value") ?? ""]);
            default:
                errors.Add(new InputError($"There is no transformation '{type}'.", "docs/detect.md lists those that are read.", file, step.Line, step.Column));
                return null;
        }
    }

    private static Func<RuleDraft, StepConditions, bool> Fields(Func<string, IReadOnlyList<string>?> names) => Items((item, _) =>
    {
        var named = item.Field is null ? null : names(item.Field);
        return named switch
        {
            null => item,
            [var one] => item with { Field = one },
            _ => new DetectionGroup(false, [.. named.Select(n => item with { Field = n })]),
        };
    });

    private static Func<RuleDraft, StepConditions, bool> Texts(Func<string, IReadOnlyList<string>> texts) => Items((item, _) =>
        item with { Values = [.. item.Values.SelectMany(v => v.Text is null ? [v] : texts(v.Text).Select(t => v with { Text = t }))] });

    private static Func<RuleDraft, StepConditions, bool> Items(Func<DetectionItem, RuleDraft, DetectionNode?> change) => (rule, when) =>
    {
        var changed = false;
        rule.Replace(item =>
        {
            if (!when.Holds(rule, item))
            {
                return item;
            }

            var made = change(item, rule);
            changed |= !ReferenceEquals(made, item);
            return made;
        });
        return changed;
    };

    private Func<RuleDraft, StepConditions, bool> AddCondition(YamlValue step)
    {
        var added = new YamlValue(YamlKind.Map, step.Line, step.Column);
        added.Fields.Add(new(new YamlValue(YamlKind.Scalar, step.Line, step.Column) { Text = "added" }, step["conditions"] ?? new YamlValue(YamlKind.Null, step.Line, step.Column)));
        var selection = new DetectionReader(file, errors).Read(added)["added"];
        var negated = step.TextOf("negated") is "true" or "True";
        return (rule, _) =>
        {
            // No person writes such a name, so no pattern of theirs such as 1 of selection* takes it in.
            var name = $"_added_{rule.Detections.Count}";
            rule.Detections[name] = selection;
            for (var i = 0; i < rule.Conditions.Count; i++)
            {
                rule.Conditions[i] = rule.Conditions[i] with { Text = $"{(negated ? "not " : "")}{name} and ({rule.Conditions[i].Text})" };
            }

            return true;
        };
    }

    private Func<RuleDraft, StepConditions, bool> Placeholders(YamlValue step, string type)
    {
        var (include, exclude) = (step.TextsOf("include"), step.TextsOf("exclude"));
        return (rule, _) =>
        {
            var names = rule.Items.Where(i => i.Modifiers.Contains("expand"))
                .SelectMany(i => i.Values)
                .SelectMany(v => Compiling.Placeholders.Names(v.Text ?? ""))
                .Where(n => !rule.Placeholders.ContainsKey(n) && (include.Count == 0 || include.Contains(n)) && !exclude.Contains(n))
                .ToList();
            foreach (var name in names)
            {
                if (type == "wildcard_placeholders")
                {
                    rule.Placeholders[name] = ["*"];
                }
                else if (variables.TryGetValue(name, out var values))
                {
                    rule.Placeholders[name] = values;
                }
            }

            return names.Count > 0;
        };
    }

    private static bool Fail(RuleDraft rule, YamlValue step)
    {
        rule.Failure ??= new InputError(step.TextOf("message") ?? "A processing pipeline refuses this rule.", "Mend the rule, or leave the pipeline out.", rule.Origin.File, rule.Origin.Line, 1);
        return true;
    }

    private static Dictionary<string, IReadOnlyList<string>> Lists(YamlValue? mapping) => (mapping?.Fields ?? []).ToDictionary(
        m => m.Key.Text,
        m => (IReadOnlyList<string>)[.. m.Value.AsList().Where(x => x.Kind == YamlKind.Scalar).Select(x => x.Text)],
        StringComparer.Ordinal);
}
